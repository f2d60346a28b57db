"""What is committed, and in whose name.

One commit a language, by whoever wrote most of what is new in it; the others are named as
co-authors. Nobody's mail address is in it: a commit is public and stays for ever.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import slugify

from patio.catalog import po
from patio.catalog.languages import Language
from patio.catalog.units import InvalidKeyError, UnitKey
from patio.sync.header import author_of

from .authors import MACHINE, Author
from .repository import Identity

_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f<>\u202a-\u202e\u2066-\u2069]+")
_SHOWN_UNITS: Final = 20


@dataclass(frozen=True, slots=True)
class Change:
    """What is new in one catalog: the entries by context, as they were and as they are."""

    language: Language | None
    texts: Mapping[str, str]
    """The texts that somebody wrote, by context."""
    contexts: Sequence[str]
    """All entries that differ."""
    last_translator: str = ""


def change_between(language: Language | None, before: bytes | None, after: bytes) -> Change:
    """What is new in a catalog since its last commit."""
    name = "catalog"
    old = po.parse(before, name=name).by_context if before else {}
    catalog = po.parse(after, name=name)
    new = catalog.by_context
    contexts = [context for context in {**new, **old} if new.get(context) != old.get(context)]
    texts = {
        context: new[context].msgstr
        for context in contexts
        if context in new and _is_unit(context) and _is_written(old.get(context), new[context])
    }
    return Change(language, texts, contexts, author_of(catalog.header))


def _is_unit(context: str) -> bool:
    try:
        UnitKey.parse(context)
    except InvalidKeyError:
        return False
    return True


def _is_written(old: po.Entry | None, new: po.Entry) -> bool:
    if old is None or old.msgstr != new.msgstr:
        return bool(new.msgstr)
    return bool(new.msgstr) and old.fuzzy != new.fuzzy and old.msgid == new.msgid


def site_identity() -> Identity:
    """The site itself, which commits, and is the author of what nobody wrote."""
    return Identity(f"{_clean(settings.SITE_NAME)} (bot)", f"bot@{_host()}")


def identity_of(author: Author) -> Identity:
    """How a person is named in a commit: by name, and an address that reaches nobody."""
    if author.is_machine:
        return Identity(f"{_clean(settings.SITE_NAME)} machine drafts (bot)", f"drafts@{_host()}")
    name = _clean(author.name.partition("@")[0]) or "Translator"
    number = f"{author.user}+" if author.user is not None else ""
    return Identity(name, f"{number}{slugify(name) or 'translator'}@{_host()}")


def _clean(text: str) -> str:
    return " ".join(_UNSAFE.sub(" ", text).split()).strip(" .,:;\"'\\")[:100]


def _host() -> str:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"users.noreply.{host}"


def describe(change: Change, authors: Mapping[str, Author]) -> tuple[Identity, str]:
    """The author and the message of a commit.

    ``authors`` are those of ``change.texts`` that the database knows; others are Last-Translator's.
    """
    unknown = Author(change.last_translator) if change.last_translator else None
    writers = {
        context: identity_of(writer)
        for context in change.texts
        if (writer := authors.get(context, unknown)) is not None
    }
    drafts = identity_of(MACHINE)
    ranked = [identity for identity, _count in Counter(writers.values()).most_common()]
    people = sorted(ranked, key=lambda identity: identity == drafts)
    if change.language is None:
        subject = "Update the template"
    elif people:
        count = len(change.texts)
        texts = "a text" if count == 1 else f"{count} texts"
        subject = f"Translate {texts} into {change.language.english_name}"
    else:
        subject = f"Follow the sources in {change.language.english_name}"
    author, *others = people or [site_identity()]
    trailers = "".join(f"Co-authored-by: {each}\n" for each in others)
    units = _units(change, writers if others else {})
    return author, "\n".join(filter(None, (f"{subject}\n", units, trailers)))


def _units(change: Change, writers: Mapping[str, Identity]) -> str:
    """The units of a commit, a line each; of those that several people wrote, all, with names."""
    rest = [each for each in change.contexts if each not in writers and _is_unit(each)]
    lines = [f"- {context}: {writer.name}\n" for context, writer in writers.items()]
    lines += [f"- {context}\n" for context in rest[:_SHOWN_UNITS]]
    more = len(rest) - _SHOWN_UNITS
    return "".join(lines) + (f"- and {more} more\n" if more > 0 else "")
