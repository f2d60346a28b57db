"""The interface's own catalogs, ``locale/``: extracted, updated, checked and compiled with Babel.

gettext's programs are not needed: Django turns its templates into a text that reads like Python,
and Babel's extractor does the rest.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from patio.catalog import po
from patio.catalog.languages import Language

DOMAIN = "django"
_KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_COMMENT_TAG = "Translators:"
_HEADER = {
    "project": "patio-statements",
    "version": "0.1",
    "header_comment": "# The interface's strings. Licence: AGPL-3.0-or-later, as the program's.",
    "msgid_bugs_address": "see CONTRIBUTING.md",
    "charset": "utf-8",
}
#: What Django's ``templatize`` leaves of a template; all else is blanked out with X.
_CALL_OR_COMMENT = re.compile(
    r"""n?p?gettext\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)|#.*$"""
)


def template_path() -> Path:
    """``locale/django.pot``."""
    return Path(settings.LOCALE_PATHS[0]) / f"{DOMAIN}.pot"


def catalog_paths() -> list[Path]:
    """The interface's catalogs, one a language."""
    return sorted(template_path().parent.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def extract_messages() -> Catalog:
    """Every string of the interface that is marked for translation, as a template.

    Messages name the file that they are in, not the line, so that moving code changes no catalog.
    """
    root = Path(settings.BASE_DIR)
    catalog = _template()
    for path in sorted((root / "site/patio").rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        place = path.relative_to(root).as_posix()
        for _line, message, comments, context in _messages_in(path):
            catalog.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def _template() -> Catalog:
    return Catalog(domain=DOMAIN, fuzzy=False, **_HEADER)


def _messages_in(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "{% translat" not in source and "{% blocktranslat" not in source:
            return
        source = _as_python(source, path)
    yield from extract(
        "python",
        io.BytesIO(source.encode()),
        keywords=_KEYWORDS,
        comment_tags=[_COMMENT_TAG],
        strip_comment_tags=True,
    )


def _as_python(source: str, path: Path) -> str:
    """A template's comments and calls of gettext, one a line: all that Babel's tokeniser takes."""
    return "\n".join(
        match[0]
        for line in templatize(source, origin=str(path)).splitlines()
        for match in _CALL_OR_COMMENT.finditer(line)
    )


def update_catalogs() -> list[Path]:
    """Write the template, bring every catalog up to date with it, and return what was rewritten."""
    template = extract_messages()
    written = []
    if _is_stale(template):
        template.creation_date = datetime.now(tz=UTC)
        _write(template_path(), template)
        written.append(template_path())
    model = po.parse(template_path().read_bytes(), name=template_path().name)
    for path in catalog_paths():
        catalog = po.parse(path.read_bytes(), name=str(path))
        data = po.update(catalog, model)
        if data != catalog.data:
            path.write_bytes(data)
            written.append(path)
    return written


def check_catalogs() -> list[str]:
    """What is wrong with the interface's catalogs: strings that are stale, missing or fuzzy."""
    template = extract_messages()
    problems = []
    if _is_stale(template):
        problems.append("locale/django.pot is stale: run manage.py interface update")
    for path in catalog_paths():
        catalog = _read(path)
        assert catalog is not None  # noqa: S101
        name = path.relative_to(template_path().parent.parent).as_posix()
        for message in template:
            if message.id:
                problems += [
                    f"{name}: {reason}: {message.id!r}" for reason in _faults(catalog, message)
                ]
    return problems


def _faults(catalog: Catalog, wanted: Message) -> Iterator[str]:
    message = catalog.get(wanted.id, wanted.context)
    if message is None:
        yield "missing"
    elif message.fuzzy:
        yield "fuzzy"
    elif not _is_whole(message.string):
        yield "untranslated"
    else:
        yield from (str(error) for error in message.check(catalog))


def _is_whole(string: object) -> bool:
    """Whether a message's text, or every one of its plural forms, is there."""
    return all(string) if isinstance(string, list | tuple) else bool(string)


def compile_interface() -> int:
    """Compile each catalog that is newer than its compiled form; the number of all catalogs.

    Fuzzy entries are left out, as ``msgfmt`` leaves them out.
    """
    paths = catalog_paths()
    for path in paths:
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
            continue
        catalog = _read(path)
        assert catalog is not None  # noqa: S101
        with compiled.open("wb") as target:
            write_mo(target, catalog, use_fuzzy=False)
    return len(paths)


def new_catalog(language: Language) -> Catalog:
    """An empty catalog of the interface for a language."""
    catalog = Catalog(
        locale=language.gettext,
        domain=DOMAIN,
        fuzzy=False,
        language_team=language.english_name,
        last_translator="Machine draft, awaiting review",
        revision_date=datetime.now(tz=UTC),
        **_HEADER,
    )
    catalog.update(extract_messages())
    return catalog


def _is_stale(template: Catalog) -> bool:
    """Whether the template on disk differs from ``template`` in anything but its date."""
    present = _read(template_path())
    if present is None:
        return True
    template.creation_date = present.creation_date
    return template_path().read_bytes() != _rendered(template)


def _read(path: Path) -> Catalog | None:
    if not path.exists():
        return None
    locale = path.parent.parent.name if path.suffix == ".po" else None
    with path.open("rb") as source:
        return read_po(source, locale=locale, domain=DOMAIN)


def _rendered(catalog: Catalog) -> bytes:
    target = io.BytesIO()
    write_po(target, catalog, width=79, include_lineno=False, ignore_obsolete=True)
    return target.getvalue()


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_rendered(catalog))
