"""``catalogs merge-driver``: git's merge driver for PO files. Needs no Django and no settings.

Git calls a driver with the three versions of a file, has it write the result over ours, and takes
exit code 0 for a clean merge and a greater one for a conflict. Source: gitattributes(5), "Defining
a custom merge driver".
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from patio.catalog.errors import PoFileError
from patio.catalog.po.merging import MARKER_SIZE, MergeResult, merge_files

from . import program
from .errors import GitError

NAME: Final = "po-entries"
ATTRIBUTES: Final = "*.po merge=po-entries -text"
FAILURE: Final = 129  # Git takes a code above 128 for a failure, and what is below for a conflict.
_USAGE: Final = """\
usage: manage.py catalogs merge-driver %O %A %B [%L [%P]]
       manage.py catalogs merge-driver --install

The first form is git's: it merges a PO file entry by entry. The second tells the clone
that you are in to call it so.
"""


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; the exit code."""
    match list(arguments):
        case ["--install"]:
            return install(Path.cwd())
        case [base, ours, theirs, *rest] if len(rest) <= 2 and not base.startswith("-"):
            size = int(rest[0]) if rest and rest[0].isdecimal() else MARKER_SIZE
            name = rest[1] if len(rest) == 2 else ours
            return merge(Path(base), Path(ours), Path(theirs), size=size, name=name)
    sys.stderr.write(_USAGE)
    return 0 if list(arguments) in (["-h"], ["--help"]) else 2


def merge(base: Path, ours: Path, theirs: Path, *, size: int, name: str) -> int:
    """Merge three files into ``ours``: 0 where it went well, 1 where a person has to choose.

    ``FAILURE`` where one of them can't be read: nothing is written then.
    """
    try:
        versions = [path.read_bytes() for path in (base, ours, theirs)]
    except OSError as error:
        sys.stderr.write(f"{error.filename} can't be read: {error.strerror}.\n")
        return FAILURE
    try:
        result = _merge(versions, name)
    except PoFileError as error:
        sys.stderr.write(f"{error}\n{name}: merged by line, since it can't be read by entry.\n")
        _merge_lines(base, ours, theirs, size)
        return 1
    ours.write_bytes(result.with_markers(size))
    for conflict in result.conflicts:
        unit = conflict.kept.msgctxt or conflict.kept.msgid[:60]
        sys.stderr.write(f"{name}: both sides changed {unit!r} ({conflict.kind}): choose one.\n")
    return 1 if result.conflicts else 0


def _merge(versions: list[bytes], name: str) -> MergeResult:
    base, ours, theirs = versions
    try:
        return merge_files(base, ours, theirs, name=name)
    except PoFileError as error:
        if not all("(base)" in problem.file for problem in error.problems):
            raise
        # An ancestor that can't be read is none: what differs between the sides is a conflict.
        return merge_files(b"", ours, theirs, name=name)


def _merge_lines(base: Path, ours: Path, theirs: Path, size: int) -> None:
    """Leave in ``ours`` what git would have left there without this driver."""
    names = [label for side in ("ours", "base", "theirs") for label in ("-L", side)]
    done = program.run(
        *("merge-file", f"--marker-size={size}", *names, "--"),
        *(str(path.resolve()) for path in (ours, base, theirs)),
        cwd=Path.cwd(),
    )
    if done.returncode < 0 or done.returncode >= 128:
        sys.stderr.write(done.stderr.decode(errors="replace"))


def install(clone: Path) -> int:
    """Write the driver into the configuration of a clone, and say so."""
    manage = Path(sys.argv[0]).resolve()
    command = " ".join(map(shlex.quote, (sys.executable, str(manage))))
    settings = {
        "name": "PO files, merged by entry",
        "driver": f"{command.replace('%', '%%')} catalogs merge-driver %O %A %B %L %P",
        # Merging the ancestors of a criss-cross merge must leave files that can be read.
        "recursive": "binary",
    }
    try:
        for key, value in settings.items():
            program.output("config", "--local", f"merge.{NAME}.{key}", value, cwd=clone)
        probe = "translations/es/LC_MESSAGES/statements.po"
        attributes = program.output("check-attr", "merge", "--", probe, cwd=clone).decode()
    except GitError as error:
        sys.stderr.write(f"Nothing was installed: {error}\n")
        return 1
    for key, value in settings.items():
        sys.stdout.write(f"git config --local merge.{NAME}.{key} {shlex.quote(value)}\n")
    if NAME in attributes:
        sys.stdout.write("This clone merges PO files by entry now.\n")
    else:
        sys.stdout.write(f"Now add this line to .gitattributes: {ATTRIBUTES}\n")
    return 0
