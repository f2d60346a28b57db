"""Moving a branch with its index and work tree, past whatever a person has there.

The catalogs in the work tree are ours to write, and are written before; here only what the index
knows of them is brought up to date. Other files follow as in ``git merge --ff-only``: those that a
person has changed are never overwritten, and where that can't be, nothing is moved at all. A
process killed in between leaves what the next run takes for done. Source: git-read-tree(1), "Two
Tree Merge".
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from . import program
from .errors import WorkInTheWayError
from .repository import File, Repository


def check_staged(
    repository: Repository,
    catalogs: Collection[str],
    known: Collection[Mapping[str, File]],
    folder: str,
) -> None:
    """Raise ``WorkInTheWayError`` where a catalog's staged version is nowhere else.

    ``known`` are the files of commits.
    """
    staged = {
        path: file.blob
        for path, file in repository.staged_files(folder).items()
        if path in catalogs and all(path not in files or files[path] != file for files in known)
    }
    contents = repository.contents(list(staged.values()))
    lost = sorted(
        path
        for path, blob in staged.items()
        if (repository.root / path).is_file()
        and (repository.root / path).read_bytes() != contents[blob]
    )
    if lost:
        raise WorkInTheWayError(
            "These catalogs are staged in one version and changed since; commit or unstage them: "
            + ", ".join(lost)
        )


def check_move(repository: Repository, old: str, new: str, catalogs: Collection[str]) -> None:
    """Raise ``WorkInTheWayError`` where ``move`` could not be done."""
    if old == new:
        return
    with repository.scratch_index() as index:
        source = repository.git_dir / "index"
        if source.exists():
            shutil.copyfile(source, Path(index["GIT_INDEX_FILE"]))
        repository.put_into_index(_settled(repository, old, new, catalogs), extra=index)
        _read_tree(repository, old, new, "-n", extra=index)


def move(
    repository: Repository, branch: str, old: str, new: str, catalogs: Collection[str]
) -> None:
    """Move the branch that is checked out from one commit to another."""
    if old == new:
        return
    repository.put_into_index(_settled(repository, old, new, catalogs))
    _read_tree(repository, old, new)
    repository.set_ref(branch, new, old=old)


def _settled(
    repository: Repository, old: str, new: str, catalogs: Collection[str]
) -> dict[str, File]:
    """What changes between two commits and needs no writing: catalogs, and files changed alike."""
    raw = os.fsdecode(
        repository.git("diff-tree", "-r", "-z", "--no-renames", "--raw", "--no-abbrev", old, new)
    ).split("\0")
    changed = {}
    for head, path in zip(raw[::2], raw[1::2], strict=False):
        _, mode, _, blob, _ = head.split(" ")
        changed[path] = File("0" if mode == "000000" else mode, blob)
    program.run("update-index", "-q", "--refresh", cwd=repository.root)
    dirty = os.fsdecode(repository.git("diff-files", "--name-only", "-z")).split("\0")
    return {
        path: file
        for path, file in changed.items()
        if path in catalogs or (path in dirty and _is_in_place(repository, path, file))
    }


def _is_in_place(repository: Repository, path: str, file: File) -> bool:
    target = repository.root / path
    if not target.is_file() or target.is_symlink():
        return False
    return repository.ask("hash-object", "--", path) == file.blob


def _read_tree(
    repository: Repository, old: str, new: str, *how: str, extra: Mapping[str, str] | None = None
) -> None:
    done = program.run("read-tree", *how, "-m", "-u", old, new, cwd=repository.root, extra=extra)
    if done.returncode != 0:
        raise WorkInTheWayError(
            "Files that were changed here were changed by others too: commit them, or put them "
            "aside with `git stash`, and run the sync again.",
            done.stderr.decode(errors="replace"),
        )
