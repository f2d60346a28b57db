"""What the last sync left behind."""

from __future__ import annotations

from django.db import models
from wagtail.models import Locale

from patio.catalog.merge import Message
from patio.translation.models import Unit


class SyncBase(models.Model):
    """What a catalog said of a unit when file and database last met, and which version that was."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    fuzzy = models.BooleanField(default=False)
    source_text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "locale"], name="one_sync_base_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.locale_id} v{self.version}"

    @property
    def message(self) -> Message:
        """The base as the merge takes it."""
        return Message(text=self.text, fuzzy=self.fuzzy, source=self.source_text)
