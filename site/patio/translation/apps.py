"""Units, translations, history and teams."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """``patio.translation``."""

    name = "patio.translation"
    label = "translation"
