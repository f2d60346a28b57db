"""The catalogs of the work tree, merged with those of a commit.

Three versions meet in each file: the *base* that both began with, the *tip* that the remote branch
has now, and *mine*, the work tree's. The result begins with the tip's bytes, so that what is
committed on top of it differs in what was changed here alone, however Weblate or Poedit laid out
the rest. Of two texts, the work tree's stands, and the other is a suggestion: as between a file and
the database.

A version that can't be read is nobody's word on the others: its language is *held*, which means
that the work tree's file stays as it is and nothing is committed of it, until a person has mended
it. A ref keeps the base meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings

from patio.catalog import po
from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language, UnknownLanguageError
from patio.catalog.po.merging import Conflict, Side, merge_files
from patio.catalog.po.merging_headers import REVISION_FIELDS
from patio.sync.folder import DOMAIN, CatalogFolder

from .errors import NotAClonedFolderError
from .repository import File, Repository

_HELD: Final = "refs/patio/held/"


@dataclass(frozen=True, slots=True)
class MergedFile:
    """What becomes of one catalog; ``language`` is ``None`` for the template.

    ``data`` is what the work tree is to hold; ``None`` leaves it as it is. ``held`` says why the
    catalog can't be merged.
    """

    path: str
    language: Language | None
    data: bytes | None
    conflicts: tuple[Conflict, ...] = ()
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClonedCatalogs:
    """The catalogs of a folder in a clone."""

    repository: Repository
    folder: CatalogFolder

    @property
    def prefix(self) -> str:
        """The folder's path in the clone."""
        root, folder = self.repository.root.resolve(), self.folder.root.resolve()
        if folder == root:
            raise NotAClonedFolderError(
                "The translations folder is a clone's root: keep the catalogs in a folder of it."
            )
        return folder.relative_to(root).as_posix()

    def language_of(self, path: str) -> Language | None:
        """The language whose catalog has that path in the clone, if it is a catalog's."""
        parts = PurePosixPath(path).relative_to(self.prefix).parts
        if len(parts) != 3 or parts[1:] != ("LC_MESSAGES", f"{DOMAIN}.po"):
            return None
        try:
            language = Language.parse(parts[0])
        except UnknownLanguageError:
            return None
        is_catalog = language.gettext == parts[0] and language.tag != settings.LANGUAGE_CODE
        return language if is_catalog else None

    def path_of(self, language: Language | None) -> str:
        """A catalog's path in the clone; the template's for ``None``."""
        path = self.folder.path(language) if language else self.folder.template
        return f"{self.prefix}/{path.relative_to(self.folder.root).as_posix()}"

    def in_commit(self, commit: str | None) -> dict[str, File]:
        """The catalogs of a commit, by path; links and the like are none."""
        if commit is None:
            return {}
        template = self.path_of(None)
        return {
            path: file
            for path, file in self.repository.files(commit, self.prefix).items()
            if file.is_plain and (path == template or self.language_of(path))
        }

    def in_work_tree(self) -> set[str]:
        """The paths of the catalogs that the work tree has."""
        languages, _unknown = self.folder.languages()
        paths = {self.path_of(language) for language in languages}
        return paths | ({self.path_of(None)} if self.folder.template.exists() else set())

    def file(self, path: str) -> Path:
        """A catalog's file, by its path in the clone."""
        return self.folder.root / PurePosixPath(path).relative_to(self.prefix)

    def read(self, path: str) -> bytes | None:
        """What the work tree holds. Raises ``PoFileError`` for what is no plain file."""
        content = self.folder.read(self.file(path))
        return content.data if content else None

    # -- held languages

    def _held_ref(self, path: str) -> str:
        language = self.language_of(path)
        return _HELD + (language.gettext if language else DOMAIN)

    def held_bases(self) -> dict[str, str]:
        """The blobs that held catalogs were begun with, by ref."""
        listing = self.repository.git("for-each-ref", "--format=%(refname) %(objectname)", _HELD)
        return dict(line.split(" ", 1) for line in listing.decode().splitlines())

    def held_paths(self, paths: Iterable[str]) -> set[str]:
        """Those of some catalogs that are held."""
        held = self.held_bases()
        return {path for path in paths if self._held_ref(path) in held}

    def hold(self, files: Iterable[MergedFile], bases: Mapping[str, File]) -> None:
        """Remember what held catalogs were begun with, and forget it of the others."""
        held = self.held_bases()
        for file in files:
            ref = self._held_ref(file.path)
            if file.held and ref not in held:
                base = bases.get(file.path)
                self.repository.set_ref(ref, base.blob if base else self.repository.write_blob(b""))
            elif not file.held and ref in held:
                self.repository.remove_ref(ref)

    # -- the merge

    def merge(
        self, base: Mapping[str, File], tip: Mapping[str, File], paths: Iterable[str]
    ) -> list[MergedFile]:
        """Merge the work tree's catalogs with a commit's. Writes nothing."""
        held = self.held_bases()
        wanted = sorted(paths)
        blobs = {path: file.blob for path, file in base.items()}
        blobs |= {p: held[self._held_ref(p)] for p in wanted if self._held_ref(p) in held}
        contents = self.repository.contents([*blobs.values(), *(f.blob for f in tip.values())])
        return [
            self._merge_file(
                path,
                contents.get(blobs.get(path, ""), b""),
                contents.get(tip[path].blob) if path in tip else None,
            )
            for path in wanted
        ]

    def _merge_file(self, path: str, base: bytes, tip: bytes | None) -> MergedFile:
        language = self.language_of(path)
        try:
            mine = self.read(path)
            if tip is None or mine == tip:
                return MergedFile(path, language, mine)
            name = self.folder.show(self.file(path))
            check = po.parse(tip, name=f"{name} (remote)", language=_name(language))
            if mine is None or mine == base:
                return MergedFile(path, language, tip)
            po.parse(mine, name=name, language=_name(language))
        except PoFileError as error:
            problems = tuple(map(str, error.problems))
            return MergedFile(path, language, None, held=problems)
        result = merge_files(
            _readable(base), tip, mine, name=name, prefer=Side.THEIRS, by_context=True
        )
        if not result.conflicts and says_the_same(po.parse(result.data, name=name), check):
            # Nobody's work is in the difference: no reason for a diff, nor to touch the file.
            return MergedFile(path, language, mine if base == tip else tip)
        return MergedFile(path, language, result.data, result.conflicts)


def _name(language: Language | None) -> str | None:
    return language.gettext if language else None


def _readable(base: bytes) -> bytes:
    try:
        po.parse(base, name="base")
    except PoFileError:
        return b""
    return base


def says_the_same(one: po.Catalog, other: po.Catalog) -> bool:
    """Whether two catalogs differ in layout, and in who saved them when, at most."""
    headers = [
        {name: value for name, value in each.header.items() if name not in REVISION_FIELDS}
        for each in (one, other)
    ]
    return (
        one.entries == other.entries
        and headers[0] == headers[1]
        and one.header_entry.translator_comments == other.header_entry.translator_comments
    )
