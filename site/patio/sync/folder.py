"""The folder of catalogs: ``<lang>/LC_MESSAGES/statements.po`` and ``statements.pot``."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from filelock import FileLock

from patio.catalog.errors import CatalogError, PoFileError, Problem
from patio.catalog.languages import Language, UnknownLanguageError
from patio.catalog.po.limits import MAX_BYTES

from .stamps import Stamp

DOMAIN = "statements"


class DuplicateFolderError(CatalogError):
    """Two folders name the same language, in two forms."""

    def __init__(self, name: str, other: str) -> None:
        super().__init__(
            f"The folder {name!r} is not read: {other!r} is the same language. "
            "Bring what is in both together there, and remove the other."
        )


class MisnamedFolderError(CatalogError):
    """A folder with a catalog names no language."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The folder {name!r} is not read: {UnknownLanguageError(name)}")


class SourceLanguageError(CatalogError):
    """There is a catalog of the language that the statements are written in."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The folder {name!r} is not read: the statements are written in that language. "
            "Revise them in the CMS, or with load_statements."
        )


class FileChangedError(CatalogError):
    """A catalog was saved by somebody else since it was read. Read it again."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was changed while it was synced: sync again when it rests.")


class FileContent(NamedTuple):
    """The bytes of a file, and what tells them from other ones."""

    data: bytes
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class CatalogFolder:
    """Where the catalogs are. Reads whole files, replaces them whole, one process at a time."""

    root: Path

    @classmethod
    def configured(cls) -> CatalogFolder:
        """The folder that the settings name."""
        return cls(Path(settings.TRANSLATIONS_DIR))

    @property
    def template(self) -> Path:
        """The path of the template."""
        return self.root / f"{DOMAIN}.pot"

    def path(self, language: Language) -> Path:
        """The path of a language's catalog, whether it exists or not.

        Its folder is named in gettext's form, ``pt_BR``, or as it was found: ``pt-br``, ``pt-BR``.
        """
        usual = self._catalog_in(language.gettext)
        if usual.exists():
            return usual
        return next(self._found(language), usual)

    def _catalog_in(self, name: str) -> Path:
        return self.root / name / "LC_MESSAGES" / f"{DOMAIN}.po"

    def _found(self, language: Language) -> Iterator[Path]:
        """The catalogs whose folder names a language in whatever form."""
        for path in sorted(self.root.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
            name = path.parent.parent.name
            if name.replace("_", "-").lower() == language.tag:
                yield path

    def show(self, path: Path) -> str:
        """A path as reports name it: from the folder's own name on."""
        return str(path.relative_to(self.root.parent))

    def languages(self) -> tuple[list[Language], list[CatalogError]]:
        """The languages that have a catalog, and what is wrong with the names of other folders."""
        found: list[Language] = []
        unknown: list[CatalogError] = []
        for path in sorted(self.root.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
            name = path.parent.parent.name
            try:
                language = Language.parse(name)
            except UnknownLanguageError:
                unknown.append(MisnamedFolderError(name))
                continue
            if language.tag == settings.LANGUAGE_CODE:
                unknown.append(SourceLanguageError(name))
            elif (chosen := self.path(language)) != path:
                unknown.append(DuplicateFolderError(name, chosen.parent.parent.name))
            else:
                found.append(language)
        return found, unknown

    def read(self, path: Path) -> FileContent | None:
        """The content of a file, or ``None`` where there is none.

        Raises ``PoFileError`` for what is no plain file of this folder: a directory, a pipe, a link
        that leads elsewhere, a file that may not be read.
        """
        self._refuse_links(path)
        try:
            # Without waiting for whoever would write into a pipe.
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            with os.fdopen(descriptor, "rb") as file:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode):
                    raise self._unreadable(path, "is no file", "put a PO file there")
                data = file.read(MAX_BYTES + 1)
                return FileContent(data, Stamp.of(status, data))
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = error.strerror or str(error)
            raise self._unreadable(path, f"can't be read ({reason})", "mend that") from error

    def _refuse_links(self, path: Path) -> None:
        """Raise ``PoFileError`` where a way that is no folder's own leads to a path."""
        for each in (path, *path.parents):
            if each == self.root:
                return
            if each.is_symlink():
                raise self._unreadable(path, "is a link", "put the file itself there")

    def _unreadable(self, path: Path, what: str, remedy: str) -> PoFileError:
        return PoFileError([Problem(self.show(path), 1, 1, what, remedy)])

    def sweep(self, path: Path) -> None:
        """Remove what processes that died had begun to write. Others are locked out meanwhile."""
        for rubbish in path.parent.glob(f".{path.name}.*"):
            rubbish.unlink(missing_ok=True)

    def write(self, path: Path, data: bytes) -> Stamp:
        """Replace a file whole: whoever reads it, or cuts the power, sees the old or the new.

        Raises ``PoFileError`` where its folder is a link, which a commit could bring into a clone:
        nothing is written outside. A link in place of the file itself is replaced.
        """
        return self._replace(path, data, lambda: True)

    def write_over(self, path: Path, data: bytes, seen: Stamp | None) -> Stamp:
        """Replace a file that is still what was seen of it; ``None``: there was none.

        Who saves a file in an editor does not ask for our lock. Raises ``FileChangedError``.
        """
        return self._replace(path, data, lambda: _is_as_seen(path, seen))

    def _replace(self, path: Path, data: bytes, may_replace: Callable[[], bool]) -> Stamp:
        self._refuse_links(path.parent)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                is_file = path.is_file() and not path.is_symlink()
                os.fchmod(file.fileno(), path.stat().st_mode & 0o777 if is_file else 0o644)
                # Of the file that is written here, whoever may replace it a moment later.
                stamp = Stamp.of(os.fstat(file.fileno()), data)
            if not may_replace():
                raise FileChangedError(self.show(path))
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
        _sync_directory(path.parent)
        return stamp

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other processes and threads out; within one thread it nests.

        The kernel takes the lock back from a process that dies.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / ".lock", is_singleton=True):
            yield


def _is_as_seen(path: Path, seen: Stamp | None) -> bool:
    try:
        status = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return seen is None
    if seen is None:
        return False
    return seen.vouches_for(status) or Stamp.of(status, path.read_bytes()).digest == seen.digest


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
