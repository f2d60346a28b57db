"""Merging two texts in the editor that a person likes, as ``git commit`` asks for a message."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from django.core.management.base import CommandError

from patio.translation.queue import Waiting

_CUT = "# ------------------------ >8 ------------------------"
_SHEET = """\
{site}
{cut}
# What is above this line becomes the translation; this line and what follows don't.

The text that waits:

{suggestion}

The source:

{source}
"""


def merge_in_editor(item: Waiting) -> str:
    """The text that a person makes of the site's and the suggestion's.

    Raises ``CommandError`` where there is no editor, it fails, or nothing was made.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        raise CommandError("No editor is known: set VISUAL or EDITOR, or use --text.")
    current = item.suggestion.unit.current_source
    sheet = _SHEET.format(
        site=item.text,
        cut=_CUT,
        suggestion=item.suggestion.text,
        source=current.text if current else "",
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "translation.md"
        path.write_text(sheet, encoding="utf-8")
        try:
            subprocess.run([*command, str(path)], check=True)  # noqa: S603
            written = path.read_text(encoding="utf-8")
        except (OSError, subprocess.CalledProcessError, UnicodeDecodeError) as error:
            raise CommandError(f"Nothing was changed: {error}") from error
    text = written.partition(_CUT)[0].strip("\n")
    if not text.strip():
        raise CommandError("Nothing was changed: the text is empty.")
    if text == item.text:
        raise CommandError("Nothing was changed: to keep the site's text, say --take site.")
    return text
