"""What the database remembers of units and their translations.

Nothing that a person wrote hangs from a row that can be deleted: foreign keys protect, or let go of
an account that was closed; source versions and translation versions are append-only, and a retired
unit keeps all it has.

Whether a translation is *outdated* is derived, never stored: each source version belongs to a
*meaning*, and a translation is valid as long as the version that it translates and the unit's
current one share it. So revising a source writes one row, whatever the number of languages.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat, Origin, RevisionKind, State, UnitKey, fingerprint


class AppendOnlyError(TypeError):
    """Something tried to change or delete a row of history. Add a new row instead."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows of history can be added and read."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise AppendOnlyError(f"{self.model.__name__} is append-only: add a new row instead.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AppendOnlyError(f"{self.model.__name__} is append-only: rows are never deleted.")


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row. Raises ``AppendOnlyError`` where it exists already."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is append-only: add a new row instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AppendOnlyError(f"{type(self).__name__} is append-only: rows are never deleted.")


def choices(enumeration: Any) -> list[tuple[str, str]]:
    """Django's form of an enumeration of strings."""
    return [(member.value, member.value) for member in enumeration]


class PublishPolicy(models.TextChoices):
    """What a team lets out."""

    TRANSLATED = "translated", _("Translated texts too, marked as awaiting review")
    REVIEWED = "reviewed", _("Reviewed texts only")


class Team(models.Model):
    """The people of one language, and what they decided on its publishing."""

    locale = models.OneToOneField(
        Locale, on_delete=models.CASCADE, related_name="team", verbose_name=_("language")
    )
    publish_policy = models.CharField(
        _("what goes live"),
        max_length=20,
        choices=PublishPolicy.choices,
        default=PublishPolicy.TRANSLATED,
    )
    #: Ids of the warnings that the team does without. Errors can't be turned off.
    checks_turned_off = models.JSONField(default=list, blank=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership")

    class Meta:
        ordering = ["locale__language_code"]
        verbose_name = _("language team")
        verbose_name_plural = _("language teams")

    def __str__(self) -> str:
        return f"{self.language.english_name} ({self.language.endonym})"

    @property
    def language(self) -> Language:
        """The team's language."""
        return Language.parse(self.locale.language_code)

    def lets_out(self, state: str) -> bool:
        """Whether the team's policy lets a text in this state go live."""
        if self.publish_policy == PublishPolicy.REVIEWED:
            return state == State.REVIEWED
        return State(state).is_good


class Role(models.TextChoices):
    """What a person does in a team."""

    TRANSLATOR = "translator", _("Translator")
    REVIEWER = "reviewer", _("Reviewer")
    COORDINATOR = "coordinator", _("Coordinator")


class Membership(models.Model):
    """One person's role in one team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.TRANSLATOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="one_role_a_team")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.team}"


class Unit(models.Model):
    """One translatable field of one statement."""

    statement_key = models.CharField(max_length=200, db_index=True)
    field = models.CharField(max_length=200)
    message_format = models.CharField(max_length=20, choices=choices(MessageFormat))
    #: The place in the document, so that catalogs and lists read as the document does.
    position = models.PositiveIntegerField(default=0)
    #: What it is, in words, for translators: "Values › Solidarity: body".
    description = models.CharField(max_length=500, blank=True)
    current_source = models.ForeignKey(
        "SourceVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["statement_key", "field"], name="one_unit_a_field")
        ]

    def __str__(self) -> str:
        return str(self.key)

    @cached_property
    def key(self) -> UnitKey:
        """The unit's identity, which never changes."""
        return UnitKey(self.statement_key, self.field)


class SourceVersion(AppendOnlyModel):
    """One text that the source of a unit has had."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="source_versions", db_index=False
    )
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=16)
    kind = models.CharField(max_length=20, choices=choices(RevisionKind))
    #: The number of the version that began this meaning; equal to ``number`` where this one did.
    meaning = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: Wagtail's revision that brought it.
    revision_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["unit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="one_source_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} v{self.number}"


class Translation(models.Model):
    """The present translation of one unit into one language.

    ``state`` is what people said of the text; whether the source has moved on since is told by
    ``source``. ``version`` counts saves: a save that read an older one is refused.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="translations", db_index=False
    )
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=choices(State))
    source = models.ForeignKey(
        SourceVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    origin = models.CharField(max_length=20, choices=choices(Origin))
    author_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)
    #: The newest text that the team's policy lets out.
    live = models.ForeignKey(
        "TranslationVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        # Each names the other, and versions are never deleted: a constraint either way would cost
        # every save a search, and guard nothing.
        db_constraint=False,
    )
    #: The version that the catalog and the database last agreed on, the base of the next merge;
    #: ``None`` where they never did. Whether it stood there as fuzzy, and as made for which source.
    catalog_version = models.PositiveIntegerField(null=True)
    catalog_fuzzy = models.BooleanField(default=False)
    catalog_source = models.ForeignKey(
        SourceVersion,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "locale"], name="one_translation_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.locale_id} v{self.version}"


class TranslationVersion(AppendOnlyModel):
    """One text that a translation has had: the history, never changed and never deleted."""

    translation = models.ForeignKey(
        Translation, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=choices(State))
    source = models.ForeignKey(
        SourceVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    origin = models.CharField(max_length=20, choices=choices(Origin))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: Whose work it is, by name: a user's, or a catalog's ``Last-Translator``. Outlives the user.
    author_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["translation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["translation", "number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.translation_id} v{self.number}"


class Suggestion(models.Model):
    """A text that waits for a decision beside the present one.

    A conflict between a file and the database leaves the file's text here: nothing is overwritten
    and nothing is lost.
    """

    class Reason(models.TextChoices):
        """Why it is not simply the translation."""

        CONFLICT = "conflict", _("File and site changed the same text")
        OBSOLETE = "obsolete", _("Set aside in the catalog while its statement was away")
        REFUSED = "refused", _("A check refused the text")

    class Decision(StrEnum):
        """What somebody decided."""

        ACCEPTED = "accepted"  # it became the translation as it stood
        MERGED = "merged"  # a text made from it and the present one did
        DISMISSED = "dismissed"  # the present text is the better one

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="suggestions")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    source_text = models.TextField(blank=True)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    origin = models.CharField(max_length=20, choices=choices(Origin))
    author_name = models.CharField(max_length=200, blank=True)
    text_hash = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=choices(Decision), blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: Who decided, by name; empty for the operator of the machine. Outlives the user.
    resolved_by_name = models.CharField(max_length=200, blank=True)
    resolution_reason = models.TextField(blank=True)
    #: The translation's version after the decision. The same text is a new question only once
    #: the translation is another one.
    resolved_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "locale", "text_hash", "reason"],
                condition=models.Q(resolved_at=None),
                name="one_open_suggestion_a_text",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "locale", "text_hash"], name="suggestions_of_a_text")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.locale_id}: {self.reason}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the hash that keeps the same suggestion from standing twice."""
        self.text_hash = fingerprint(self.text)
        super().save(*args, **kwargs)


class DismissalQuerySet(models.QuerySet["Dismissal"]):
    """Dismissals are withdrawn, never deleted."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AppendOnlyError("Dismissals are never deleted: withdraw them.")


class Dismissal(models.Model):
    """Somebody's word that a warning on one text is wrong, and why.

    It holds for the text and the source that it was said of, as their hashes tell: a changed text
    brings the warning up again, and the old text's return lays it to rest again.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="dismissals")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    #: As in ``patio.catalog.checks``; ``check`` is a name that Django has taken.
    check_id = models.CharField(max_length=50)
    reason = models.CharField(max_length=500)
    text_hash = models.CharField(max_length=16)
    source_hash = models.CharField(max_length=16)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: Outlives the user.
    author_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DismissalQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "locale", "check_id", "text_hash", "source_hash"],
                condition=models.Q(withdrawn_at=None),
                name="one_dismissal_a_text",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.locale_id}: {self.check_id}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AppendOnlyError("Dismissals are never deleted: withdraw them.")
