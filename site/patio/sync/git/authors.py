"""Who wrote what: of texts that came by git, from its history; of texts that go, from ours.

Weblate commits each person's work in that person's name. Pontoon commits several people's at once
and names them in ``Co-authored-by``; then all of them are credited, since nobody knows better. Our
own commits say in the message which unit is whose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from patio.catalog import po
from patio.catalog.errors import PoFileError
from patio.catalog.units import Origin, State, UnitKey
from patio.translation.models import TranslationVersion

from .repository import Repository

MAX_COMMITS: Final = 1_000
"""Commits of a file that are looked through for authors; older ones are left to Last-Translator."""

_AT_ONCE: Final = 20
"""Commits whose versions of a file are held in memory together."""

_ADDRESS: Final = re.compile(r"\s*<[^<>]*>\s*$")
_PROGRAM: Final = re.compile(r"\[bot\]|\(bot\)|\bbot$|^(hosted )?weblate\b|^pontoon\b", re.I)
_MAX_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a text: a name, and the number of the account, if it is a user of the site."""

    name: str = ""
    user: int | None = None
    is_machine: bool = False


MACHINE: Final = Author(is_machine=True)


def incoming_authors(
    repository: Repository, path: str, since: str | None, tip: str, present: bytes
) -> dict[str, str]:
    """Who wrote the texts that came into a catalog with the commits after ``since``, by context.

    Only texts that are still in ``present`` count, and of several authors of one the last. Without
    ``since`` the whole history is looked through.
    """
    log = repository.git(
        *("log", f"--max-count={MAX_COMMITS}", "--topo-order", "--no-merges", "--full-history"),
        *("--no-show-signature", "-z"),
        "--format=%H%x00%P%x00%an%x00%(trailers:key=Co-authored-by,valueonly,unfold)%x00%b",
        *(f"{since}..{tip}" if since else tip, "--", path),
    )
    fields = log.decode(errors="replace").split("\0")
    commits = [_Commit(*fields[n : n + 5]) for n in range(0, len(fields) - 4, 5)]
    at_present = _texts(present)
    found: dict[str, str] = {}
    for start in range(0, len(commits), _AT_ONCE):
        some = commits[start : start + _AT_ONCE]
        contents = repository.contents([f"{c}:{path}" for each in some for c in each.versions])
        texts = {name: _texts(data) for name, data in contents.items()}
        for commit in some:
            after, before = (texts.get(f"{version}:{path}", {}) for version in commit.versions)
            for context, text in after.items():
                if text != before.get(context) and at_present.get(context) == text:
                    found.setdefault(context, commit.credit(context))
        if found.keys() >= at_present.keys():
            break
    return {context: name for context, name in found.items() if name}


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit, as git's log tells it."""

    id: str
    parents: str
    author: str
    co_authors: str
    body: str

    @property
    def versions(self) -> tuple[str, str]:
        """The commit and the one before it; zeros, which stand for nothing, where there is none."""
        return self.id, self.parents.partition(" ")[0] or "0" * 40

    def credit(self, context: str) -> str:
        """Who wrote a unit's text: whom the message names for it, else all people of the commit."""
        people = [self.author, *self.co_authors.splitlines()]
        for line in self.body.splitlines():
            if line.startswith(f"- {context}: "):
                named = line.removeprefix(f"- {context}: ")
                people = [each for each in people if _name(each) == named] or people
        return credited(people)


def _name(person: str) -> str:
    return " ".join(_ADDRESS.sub("", person).split())


def credited(people: list[str]) -> str:
    """The people of a commit as one name, programs left out; ``""`` where there is none.

    >>> credited(["Pontoon", "Ana <ana@example.org>", "Inés <i@example.org>"])
    'Ana, Inés'
    """
    names = map(_name, people)
    return ", ".join(dict.fromkeys(n for n in names if n and not _PROGRAM.search(n)))[:_MAX_NAME]


def _texts(data: bytes) -> dict[str, tuple[str, bool]]:
    """The text of each unit and whether it needs work; none of a file that can't be read."""
    try:
        entries = po.parse(data, name="history").by_context
    except PoFileError:
        return {}
    return {context: (entry.msgstr, entry.fuzzy) for context, entry in entries.items()}


def outgoing_authors(
    texts: Mapping[str, Mapping[str, str]],
) -> dict[str, dict[str, Author]]:
    """Who wrote the texts that the catalogs hold, by language and context. One query.

    ``texts`` maps the language's tag and the context to the text. A text that was saved again, as
    by a review, is its first author's. Texts that the database does not know are left out.
    """
    statements = {
        UnitKey.parse(context).statement for by_context in texts.values() for context in by_context
    }
    history = (
        TranslationVersion.objects.filter(
            translation__locale__language_code__in=texts,
            translation__unit__statement_key__in=statements,
        )
        .order_by("translation", "number")
        .values_list(
            "translation__locale__language_code",
            "translation__unit__statement_key",
            "translation__unit__field",
            "text",
            "state",
            "origin",
            "author_name",
            "author",
        )
    )
    found: dict[str, dict[str, Author]] = {tag: {} for tag in texts}
    previous: dict[tuple[str, str], str] = {}
    for tag, statement, field, text, state, origin, name, user in history.iterator():
        context = str(UnitKey(statement, field))
        is_first = previous.get((tag, context)) != text
        previous[tag, context] = text
        if is_first and text == texts[tag].get(context) and state != State.UNTRANSLATED:
            is_machine = origin == Origin.MACHINE
            found[tag][context] = MACHINE if is_machine else Author(name, user)
    return found
