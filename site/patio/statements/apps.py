"""Statements as Wagtail pages."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """``patio.statements``."""

    name = "patio.statements"
    label = "statements"

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401
