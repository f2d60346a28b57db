"""The project itself as an app: its system checks and the commands that concern all of it."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """``patio.config``."""

    name = "patio.config"
    label = "config"
    verbose_name = "Project"
