"""Pages, units and catalogs, kept together."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """``patio.sync``."""

    name = "patio.sync"
    label = "sync"

    def ready(self) -> None:
        """Listen to what changes pages, sources and translations."""
        from . import receivers  # noqa: F401
