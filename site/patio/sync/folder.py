"""The folder of catalogs: ``<lang>/LC_MESSAGES/statements.po`` and ``statements.pot``."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from filelock import FileLock

from patio.catalog.languages import Language, UnknownLanguageError

DOMAIN = "statements"


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
        """The path of a language's catalog, whether it exists or not."""
        return self.root / language.gettext / "LC_MESSAGES" / f"{DOMAIN}.po"

    def show(self, path: Path) -> str:
        """A path as reports name it: from the folder's own name on."""
        return str(path.relative_to(self.root.parent))

    def languages(self) -> tuple[list[Language], list[UnknownLanguageError]]:
        """The languages that have a catalog, and the folders whose names are no language's."""
        found, unknown = [], []
        for path in sorted(self.root.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
            name = path.parent.parent.name
            try:
                language = Language.parse(name)
            except UnknownLanguageError as error:
                unknown.append(error)
                continue
            if language.gettext == name:
                found.append(language)
            else:
                unknown.append(UnknownLanguageError(name))
        return found, unknown

    def read(self, path: Path) -> bytes | None:
        """The bytes of a file, or ``None`` where there is none."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def write(self, path: Path, data: bytes) -> None:
        """Replace a file whole: whoever reads it, or cuts the power, sees the old or the new."""
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o644)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
        _sync_directory(path.parent)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other processes and threads out; within one thread it nests.

        The kernel takes the lock back from a process that dies.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / ".lock", is_singleton=True):
            yield


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
