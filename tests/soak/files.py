"""What people and their tools do to a PO file. Bytes in, bytes out; no part of the site is used.

polib stands for Poedit: it writes the whole file anew in its own wrapping.
"""

from __future__ import annotations

import codecs
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import polib

from .texts import DAMAGE

Writer = Callable[[polib.POEntry], str]
Edit = Callable[[polib.POFile, Random, Writer], None]


def with_polib(data: bytes, change: Callable[[polib.POFile], None]) -> bytes:
    """Open a file in an editor, change it and save it; line ends and BOM stay."""
    has_bom, is_crlf = data.startswith(codecs.BOM_UTF8), b"\r\n" in data
    file = polib.pofile(data.decode("utf-8-sig").replace("\r\n", "\n"))
    change(file)
    text = f"{file}".rstrip("\n") + "\n"
    if is_crlf:
        text = text.replace("\n", "\r\n")
    return (codecs.BOM_UTF8 if has_bom else b"") + text.encode()


def _pick(
    file: polib.POFile, random: Random, fits: Callable[[polib.POEntry], bool] = bool
) -> polib.POEntry | None:
    found = [entry for entry in file if not entry.obsolete and entry.msgctxt and fits(entry)]
    return random.choice(found) if found else None


def _unflag(entry: polib.POEntry) -> None:
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgid = entry.previous_msgctxt = None


def translate(file: polib.POFile, random: Random, write: Writer) -> None:
    """Write a new text, as Poedit does: what was fuzzy is so no more."""
    if entry := _pick(file, random):
        entry.msgstr = write(entry)
        _unflag(entry)


def draft(file: polib.POFile, random: Random, write: Writer) -> None:
    """Write a new text and leave it marked as needing work."""
    if entry := _pick(file, random):
        entry.msgstr = write(entry)
        entry.flags = ["fuzzy", *(flag for flag in entry.flags if flag != "fuzzy")]


def mark_fuzzy(file: polib.POFile, random: Random, write: Writer) -> None:
    """Say that a text needs work."""
    if entry := _pick(file, random, lambda entry: bool(entry.msgstr and not entry.fuzzy)):
        entry.flags = ["fuzzy", *entry.flags]


def confirm(file: polib.POFile, random: Random, write: Writer) -> None:
    """Say that a fuzzy text is good as it is."""
    if entry := _pick(file, random, lambda entry: bool(entry.fuzzy)):
        _unflag(entry)


def clear(file: polib.POFile, random: Random, write: Writer) -> None:
    """Take a text away."""
    if entry := _pick(file, random, lambda entry: bool(entry.msgstr)):
        entry.msgstr = ""
        _unflag(entry)


def comment(file: polib.POFile, random: Random, write: Writer) -> None:
    """Leave a translator's comment."""
    if entry := _pick(file, random):
        note = f"note {write(entry).split()[0]}"
        entry.tcomment = f"{entry.tcomment}\n{note}".strip()


def flag(file: polib.POFile, random: Random, write: Writer) -> None:
    """Set a flag that means nothing here."""
    if entry := _pick(file, random, lambda entry: "no-wrap" not in entry.flags):
        entry.flags.append("no-wrap")


def delete(file: polib.POFile, random: Random, write: Writer) -> None:
    """Take an entry out."""
    if entry := _pick(file, random):
        file.remove(entry)


def make_obsolete(file: polib.POFile, random: Random, write: Writer) -> None:
    """Set an entry aside, ``#~``."""
    if entry := _pick(file, random, lambda entry: bool(entry.msgstr)):
        entry.obsolete = True


def bring_back(file: polib.POFile, random: Random, write: Writer) -> None:
    """Take the ``#~`` away from an entry."""
    found = [entry for entry in file if entry.obsolete]
    if found:
        random.choice(found).obsolete = False


def edit_obsolete(file: polib.POFile, random: Random, write: Writer) -> None:
    """Write a text, or a comment, into an entry that was set aside."""
    if found := [entry for entry in file if entry.obsolete]:
        entry = random.choice(found)
        if random.random() < 0.5:
            entry.msgstr = write(entry)
        else:
            entry.tcomment = f"{entry.tcomment}\nnote {write(entry).split()[0]}".strip()


def forget_obsolete(file: polib.POFile, random: Random, write: Writer) -> None:
    """Throw away all that was set aside, as ``msgattrib --no-obsolete`` does."""
    for entry in file.obsolete_entries():
        file.remove(entry)


def reorder(file: polib.POFile, random: Random, write: Writer) -> None:
    """Sort the entries some other way."""
    random.shuffle(file)


def duplicate(file: polib.POFile, random: Random, write: Writer) -> None:
    """Keep both sides of a merge: the same unit twice, with another source and another text."""
    if entry := _pick(file, random, lambda entry: bool(entry.msgstr)):
        msgid = f"en·0 {entry.msgid}"
        file.append(polib.POEntry(msgctxt=entry.msgctxt, msgid=msgid, msgstr=write(entry)))


def garble_source(file: polib.POFile, random: Random, write: Writer) -> None:
    """Change a ``msgid`` into what never was a source, and the text with it."""
    if entry := _pick(file, random):
        entry.msgid = f"en·0 {entry.msgid}"
        entry.msgstr = write(entry)


def add_stranger(file: polib.POFile, random: Random, write: Writer) -> None:
    """Add an entry of a unit that there never was."""
    entry = polib.POEntry(msgctxt=f"value.nobody{random.randrange(5)}/title", msgid="en·0 Nobody")
    entry.msgstr = write(entry)
    file.append(entry)


def damage_text(file: polib.POFile, random: Random, write: Writer) -> None:
    """Write a text that the checks refuse."""
    if entry := _pick(file, random):
        entry.msgstr = write(entry) + DAMAGE
        _unflag(entry)


def sign(file: polib.POFile, random: Random, write: Writer) -> None:
    """Put another name into the header."""
    file.metadata["Last-Translator"] = f"{random.choice(['Inés', 'João', '李'])} <a@example.org>"


def work_a_lot(file: polib.POFile, random: Random, write: Writer) -> None:
    """An evening's work."""
    for _ in range(random.randrange(2, 6)):
        random.choice([translate, translate, confirm, draft, comment])(file, random, write)


EDITS: tuple[Edit, ...] = (
    translate, translate, translate, work_a_lot, draft, mark_fuzzy, confirm, confirm, clear,
    comment, flag, delete, make_obsolete, bring_back, edit_obsolete, forget_obsolete, reorder,
    duplicate, garble_source, add_stranger, damage_text, sign,
)  # fmt: skip


def pair_by_lines(data: bytes, entry_key: str, old: str, new: str) -> bytes:
    """A clean merge by lines: the new ``msgid`` over the old ``msgstr``, nothing else."""

    def change(file: polib.POFile) -> None:
        taken = {(entry.msgctxt, entry.msgid) for entry in file}
        for entry in file:
            is_it = (entry.msgctxt, entry.msgid, entry.obsolete) == (entry_key, old, 0)
            if is_it and (entry_key, new) not in taken:
                entry.msgid = new

    return with_polib(data, change)


def to_crlf(data: bytes) -> bytes:
    """Windows line ends."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def to_lf(data: bytes) -> bytes:
    """Unix line ends, and no BOM."""
    return data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")


def with_bom(data: bytes) -> bytes:
    """A byte order mark, as Windows' Notepad sets it."""
    return codecs.BOM_UTF8 + data.removeprefix(codecs.BOM_UTF8)


def rewrapped(data: bytes, random: Random) -> bytes:
    """``msgcat`` with another width; the file as it was where ``msgcat`` won't."""
    options = random.choice([["--no-wrap"], ["--width=40"], ["--width=79"], ["--sort-output"]])
    return _tool(["msgcat", *options, "-"], data)


def merged_with_template(data: bytes, template: Path) -> bytes:
    """``msgmerge`` against the template, as a translator runs it."""
    return _tool(["msgmerge", "--quiet", "--previous", "-o", "-", "-", str(template)], data)


def _tool(command: list[str], data: bytes) -> bytes:
    if shutil.which(command[0]) is None:
        return data
    done = subprocess.run(command, input=to_lf(data), capture_output=True, check=False)
    return done.stdout if done.returncode == 0 and done.stdout else data


def in_bad_shape(data: bytes, random: Random) -> bytes:
    """A file that can't be read, one way or another."""
    return random.choice(
        [
            lambda: data[: data.rindex(b'msgstr "') + 8],  # the disk was full
            lambda: data + b"\n<<<<<<< HEAD\n",
            lambda: data + '\nmsgid "café"\nmsgstr ""\n'.encode("latin-1"),
            lambda: data.replace(b"charset=UTF-8", b"charset=ISO-8859-1") + b"\n# \xe9\n",
            lambda: re.sub(rb"Language: [A-Za-z_]+", b"Language: cy", data),
            lambda: data + b'\nmsgctxt "value.a/title"\nmsgstr "no msgid"\n',
            lambda: data + 2 * b'\nmsgctxt "value.z/title"\nmsgid "z"\nmsgstr "twice"\n',
            lambda: b"",
            lambda: b"\x00" * 100,
        ]
    )()
