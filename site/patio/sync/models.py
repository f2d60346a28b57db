"""What the last sync left behind."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from wagtail.models import Locale


class CatalogState(models.Model):
    """How a language's catalog and the database stood when a sync last left nothing to do.

    Writers count their changes in ``changes``, within their own transaction; a sync remembers the
    counts that it has seen. The source language's row counts the changes of sources, and is the
    template's.
    """

    locale = models.OneToOneField(
        Locale, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    #: How often the database's side has changed.
    changes = models.PositiveBigIntegerField(default=1)
    seen_changes = models.PositiveBigIntegerField(default=0)
    seen_source_changes = models.PositiveBigIntegerField(default=0)
    #: The way in which entries were formed, which another release may do otherwise.
    form = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    modified_ns = models.BigIntegerField(default=0)
    inode = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=32, blank=True)
    #: When size and time of change were read, in nanoseconds since 1970.
    stamped_ns = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.locale_id}: {self.seen_changes} of {self.changes}"


class PendingUpdate(models.Model):
    """Statements whose pages in one language are to be built again.

    Written in the transaction of the change itself and deleted when the pages are there, so that
    no change is forgotten, whatever dies in between.
    """

    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    statement_keys = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.locale_id}: {len(self.statement_keys)} statements"
