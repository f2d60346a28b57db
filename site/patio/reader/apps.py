"""The public site."""

from django.apps import AppConfig


class ReaderConfig(AppConfig):
    """``patio.reader``."""

    name = "patio.reader"
    label = "reader"
