"""Pages, units and catalogs, kept together."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """``patio.sync``."""

    name = "patio.sync"
    label = "sync"

    def ready(self) -> None:
        """Listen to what changes; tell the pages who may translate them."""
        from patio.statements.permissions import KeyedPagePermissionTester

        from . import receivers  # noqa: F401
        from .ingestion import may_translate

        KeyedPagePermissionTester.may_translate = staticmethod(may_translate)
