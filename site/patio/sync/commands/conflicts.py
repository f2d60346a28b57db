"""``catalogs conflicts``: what waits for a decision, and the decision."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db import transaction

from patio.catalog.units import State
from patio.translation.errors import RefusedError, StaleVersionError
from patio.translation.models import Suggestion, Team
from patio.translation.permissions import Actor
from patio.translation.queue import Waiting, suggestion_beside_translation, waiting
from patio.translation.suggestions import accept_suggestion, dismiss_suggestion

from .base import LanguagesSubcommand
from .editing import merge_in_editor
from .terminal import Terminal

_REASONS = {
    Suggestion.Reason.CONFLICT: "both changed",
    Suggestion.Reason.OBSOLETE: "set aside while its statement was away",
    Suggestion.Reason.REFUSED: "refused by a check",
}


class Conflicts(LanguagesSubcommand):
    """Lists, shows and resolves suggestions."""

    name = "conflicts"
    help = "list what file and site both changed; show one by its number; resolve it"

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """What to do, with which one, and how."""
        super().add_arguments(parser)
        parser.add_argument(
            "step",
            nargs="?",
            choices=["list", "show", "resolve"],
            default="list",
            metavar="list|show|resolve",
            help="What to do; to list if nothing is said.",
        )
        parser.add_argument("number", nargs="?", type=int, help="Which one, as the list says.")
        parser.add_argument(
            "--all",
            action="store_true",
            help="List every text that waits: what a check refused and what was set aside too.",
        )
        parser.add_argument(
            "--take",
            choices=["file", "site"],
            help="file: the text that waits becomes the translation. site: the present one stays.",
        )
        parser.add_argument("--text", help="A text made from both becomes the translation.")
        parser.add_argument(
            "--editor", action="store_true", help="Make that text in $VISUAL or $EDITOR."
        )
        parser.add_argument(
            "--at",
            type=int,
            metavar="VERSION",
            help="The site's version that you compared with, as the list says.",
        )
        parser.add_argument(
            "--as",
            dest="username",
            help="Decide as this user, with their rights. Else as the catalog's own editor.",
        )
        parser.add_argument("--reason", default="", help="Why, for whoever asks later.")
        parser.add_argument("--dry-run", action="store_true", help="Write nothing.")

    def run(self, options: dict[str, Any]) -> int:
        """Do what is asked; 1 where a decision was refused."""
        self.terminal = Terminal(self.stdout)
        if options["step"] != "resolve" and (given := _decisions(options)):
            raise CommandError(f"{given[0]} decides: manage.py catalogs conflicts resolve NUMBER.")
        if options["step"] == "list":
            if options["number"] is not None:
                raise CommandError(
                    f"To see that one: manage.py catalogs conflicts show {options['number']}"
                )
            return self._list(options)
        if options["number"] is None:
            raise CommandError(f"Say which: manage.py catalogs conflicts {options['step']} NUMBER.")
        found = suggestion_beside_translation(options["number"])
        if found is None:
            raise CommandError("No such number. To see them all: manage.py catalogs conflicts")
        if options["step"] == "show":
            self._show_one(found, options)
            return 0
        return self._resolve(found, options)

    # -- to read

    def _list(self, options: dict[str, Any]) -> int:
        reasons = Suggestion.Reason.values if options["all"] else [Suggestion.Reason.CONFLICT]
        found = waiting(tags=self.site_tags(options), reasons=reasons)
        if options["json"]:
            self.write_json([_as_dict(item) for item in found])
            return 0
        for item in found:
            self._show(item)
        count = {0: "Nothing waits", 1: "1 waits"}.get(len(found), f"{len(found)} wait")
        self.write(f"{count} for a decision.")
        return 0

    def _show_one(self, item: Waiting, options: dict[str, Any]) -> None:
        if options["json"]:
            self.write_json(_as_dict(item))
            return
        self._show(item)
        suggestion = item.suggestion
        for label, text in (("source", suggestion.source_text), ("site", item.text)):
            self._show_text(label, text)
        self._show_text("file", suggestion.text)
        if suggestion.resolved_at is None:
            self.terminal.line("  to decide, one of:")
            command = f"manage.py catalogs conflicts resolve {suggestion.pk}"
            for how in ("--take site", f"--at {item.version} --take file", "--editor"):
                self.terminal.line(f"    {command} {how}")

    def _show(self, item: Waiting) -> None:
        suggestion = item.suggestion
        who = suggestion.author_name or "somebody"
        self.terminal.line(f"{suggestion.pk}  {item.language}  {suggestion.unit}", "bold")
        self.terminal.line(
            f"  {_REASONS[Suggestion.Reason(suggestion.reason)]}; by {who}, "
            f"{suggestion.created_at:%Y-%m-%d %H:%M} UTC, {suggestion.origin}; "
            f"from the site's version {item.version} to it:"
        )
        self.terminal.difference(item.text, suggestion.text)
        if suggestion.resolved_at is not None:
            why = f": {suggestion.resolution_reason}" if suggestion.resolution_reason else ""
            by = suggestion.resolved_by_name or "the operator"
            when = f"{suggestion.resolved_at:%Y-%m-%d %H:%M} UTC"
            self.terminal.line(f"  {suggestion.decision} by {by}, {when}{why}")

    def _show_text(self, label: str, text: str) -> None:
        self.terminal.line(f"  {label}:")
        self.terminal.line("\n".join(f"    {line}" for line in text.split("\n")))

    # -- to decide

    def _resolve(self, item: Waiting, options: dict[str, Any]) -> int:
        asked = [options["take"], options["text"], options["editor"] or None]
        if sum(each is not None for each in asked) != 1:
            raise CommandError("Say one of --take file, --take site, --text TEXT and --editor.")
        if options["at"] is None and options["take"] != "site" and not options["editor"]:
            raise CommandError(
                f"Say --at {item.version} if that is the version that you compared with: another "
                "may have been saved since."
            )
        text = merge_in_editor(item) if options["editor"] else options["text"]
        version = item.version if options["at"] is None else options["at"]
        actor = _actor(options["username"], item)
        try:
            done = _decide(item, actor, text, version, options)
        except RefusedError as error:
            return self._refuse(item, error, options)
        if options["json"]:
            self.write_json(_as_dict(done) | {"dry_run": options["dry_run"]})
            return 0
        self.terminal.line(
            f"{done.suggestion.unit} in {done.language}: {done.suggestion.decision}; "
            f"the site's text is version {done.version}{_remark(done)}."
        )
        if options["dry_run"]:
            self.write("This was a dry run: nothing was written.")
        return 0

    def _refuse(self, item: Waiting, error: RefusedError, options: dict[str, Any]) -> int:
        now = suggestion_beside_translation(item.suggestion.pk) or item
        if options["json"]:
            self.write_json({"refused": str(error)} | _as_dict(now))
            return 1
        self.terminal.line(f"refused: {error}")
        if isinstance(error, StaleVersionError):
            self.terminal.line(f"  The site's text is version {now.version} now:")
            self.terminal.difference(error.theirs, error.theirs)
            self.terminal.line("  From it to yours:")
            self.terminal.difference(error.theirs, error.mine)
        return 1


def _decide(
    item: Waiting, actor: Actor, text: str | None, version: int, options: dict[str, Any]
) -> Waiting:
    """Decide; what there is now. A dry run takes it back."""
    suggestion = item.suggestion
    with transaction.atomic():
        team, _created = Team.objects.get_or_create(locale=suggestion.locale)
        reason = options["reason"]
        if options["take"] == "site":
            dismiss_suggestion(actor=actor, team=team, suggestion=suggestion, reason=reason)
        else:
            accept_suggestion(
                actor=actor,
                team=team,
                suggestion=suggestion,
                expected_version=version,
                text=text,
                reason=reason,
            )
        done = suggestion_beside_translation(suggestion.pk)
        assert done is not None, "no suggestion is ever deleted"  # noqa: S101
        transaction.set_rollback(options["dry_run"])
    return done


def _decisions(options: dict[str, Any]) -> list[str]:
    """The options given that only a decision has."""
    return [f"--{name}" for name in ("take", "text", "editor") if options[name]]


def _actor(username: str | None, item: Waiting) -> Actor:
    """Who decides: a user, or whoever works on this machine, who may write its catalogs too."""
    if username is None:
        return Actor.of_catalog(item.language)
    users = get_user_model()
    try:
        return Actor.of_user(users._default_manager.get_by_natural_key(username))
    except users.DoesNotExist:
        raise CommandError(f"There is no user “{username}”.") from None


def _remark(done: Waiting) -> str:
    is_taken = done.suggestion.decision != Suggestion.Decision.DISMISSED
    if is_taken and done.translation is not None and done.translation.state == State.FUZZY:
        return ", fuzzy: it was made for an older source"
    return ""


def _as_dict(item: Waiting) -> dict[str, Any]:
    suggestion = item.suggestion
    resolved_at = suggestion.resolved_at
    return {
        "number": suggestion.pk,
        "unit": str(suggestion.unit),
        "language": item.language,
        "reason": suggestion.reason,
        "origin": suggestion.origin,
        "author": suggestion.author_name,
        "created_at": suggestion.created_at.isoformat(),
        "text": suggestion.text,
        "source": suggestion.source_text,
        "site": {"text": item.text, "version": item.version},
        "decision": suggestion.decision,
        "resolved_at": resolved_at.isoformat() if resolved_at else None,
        "resolved_by": suggestion.resolved_by_name,
        "resolution_reason": suggestion.resolution_reason,
    }
