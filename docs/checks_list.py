"""Write ``checks.md``, the list of checks, from their registry: ``make docs``.

With ``--check`` nothing is written, and the exit code is 1 where the list says something else than
the code.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "site"))

from patio.catalog.checks import Check, Example, registered_checks

DOCUMENT = Path(__file__).parent / "checks.md"
BEGINNING = """\
# Checks

Written by `make docs` from the code; change it there. `manage.py catalogs check --explain` prints
the same, and `manage.py catalogs check --explain quotes` one check with its examples.

An **error** keeps a text from being saved, in the CMS and from a file; it can't be turned off. A
**warning** is shown and nothing more. (Services turn one off for a language, and dismiss it for one
text, with a reason, until the text or its source changes; no screen calls them yet.)

A space that does not break is shown as \\u00a0, a line break as ⏎.
"""


def checks_list() -> str:
    """The registry as a Markdown document."""
    checks = registered_checks().values()
    parts = [BEGINNING]
    for heading, severity in (("Errors", "error"), ("Warnings", "warning")):
        parts.append(f"## {heading}\n")
        parts += [_section(check) for check in checks if check.severity == severity]
    return "\n".join(parts)


def _section(check: Check) -> str:
    rows = ["| | language | source | translation |", "| --- | --- | --- | --- |"]
    for mark, examples in (("✗", check.bad[:3]), ("✓", check.good[:3])):
        rows += [_row(mark, example) for example in examples]
    description = escape(check.description, quote=False)
    return f"### {check.id}\n\n{check.name}. {description}\n\n" + "\n".join(rows) + "\n"


def _row(mark: str, example: Example) -> str:
    cells = " | ".join(_code(text) for text in (example.source, example.text))
    return f"| {mark} | {example.language} | {cells} |"


def _code(text: str) -> str:
    """A text as it is typed, what can't be seen by its number; a long one cut short."""
    text = text if len(text) <= 60 else f"{text[:59]}…"
    shown = "".join(
        c if c.isprintable() else "⏎" if c == "\n" else f"\\u{ord(c):04x}" for c in text
    )
    marks = {mark: f"&#{ord(mark)};" for mark in "|*_[]\\`~"}
    return f"<code>{escape(shown, quote=False).translate(str.maketrans(marks))}</code>"


def main() -> None:
    """Write the document, or compare with it."""
    if "--check" not in sys.argv:
        DOCUMENT.write_text(checks_list(), encoding="utf-8")
    elif not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != checks_list():
        sys.exit(f"{DOCUMENT.name} is not what the code says: run `make docs`.")


main()
