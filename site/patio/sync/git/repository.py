"""A clone, and what the sync asks of it: in the words of git, one method a question or deed.

Commits are made of git's own building blocks, without touching index or work tree, so that what a
person has staged or left half done there is never part of them. ``work_tree`` moves the branch.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from . import program
from .errors import (
    GitError,
    LockedError,
    NotAClonedFolderError,
    NoUpstreamError,
    PushRefusedError,
    RaceLostError,
    RemoteUnreachableError,
    UnfinishedWorkError,
)

_UNFINISHED: Final = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}
_RACES: Final = ("(fetch first)", "(non-fast-forward)", "cannot lock ref", "failed to update ref",
                 "incorrect old value")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """A name and an address, as commits hold them."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class Upstream:
    """The branch that is checked out, and the remote branch that it follows; full names of refs."""

    branch: str
    remote: str
    remote_ref: str
    tracking: str

    def __str__(self) -> str:
        return f"{self.remote}/{self.remote_ref.removeprefix('refs/heads/')}"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a commit: its mode and the id of its blob."""

    mode: str
    blob: str

    @property
    def is_plain(self) -> bool:
        """Whether it is a file, and no link or submodule."""
        return self.mode.startswith("100")


@dataclass(frozen=True, slots=True)
class Repository:
    """A clone with a work tree: ``root``, and ``git_dir``, where git keeps what is its own."""

    root: Path
    git_dir: Path

    @classmethod
    def holding(cls, folder: Path) -> Repository:
        """The clone that a folder is in. Raises ``NotAClonedFolderError``."""
        done = program.run(
            "rev-parse", "--path-format=absolute", "--show-toplevel", "--git-dir", cwd=folder
        )
        if done.returncode != 0:
            raise NotAClonedFolderError(
                f"{folder.name}/ is in no git work tree: clone the repository of the catalogs and "
                "let TRANSLATIONS_DIR name its folder.",
                done.stderr.decode(errors="replace"),
            )
        root, git_dir = os.fsdecode(done.stdout).splitlines()
        return cls(Path(root), Path(git_dir))

    def git(
        self, *arguments: str, stdin: bytes = b"", extra: Mapping[str, str] | None = None
    ) -> bytes:
        """What git answers. Raises ``GitError``."""
        return program.output(*arguments, cwd=self.root, stdin=stdin, extra=extra)

    def ask(self, *arguments: str) -> str | None:
        """Git's answer in one line; ``None`` where it says no by exit code 1."""
        done = program.run(*arguments, cwd=self.root)
        if done.returncode not in (0, 1):
            raise program.failure(arguments[0], done)
        return os.fsdecode(done.stdout).strip() if done.returncode == 0 else None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one sync at a time at this clone. The kernel frees it when its holder dies."""
        try:
            with FileLock(self.git_dir / "patio-sync.lock", timeout=program.LOCAL_TIMEOUT):
                yield
        except Timeout as error:
            raise LockedError("Another sync of this clone is running: let it end.") from error

    # -- where we are

    def check_finished(self) -> None:
        """Raise ``UnfinishedWorkError`` where a person has begun a merge, rebase or the like."""
        for name, what in _UNFINISHED.items():
            if (self.git_dir / name).exists():
                raise UnfinishedWorkError(
                    f"A {what} is not finished in the clone: finish it, or undo it with "
                    f"`git {what} --abort`."
                )
        if self.git("ls-files", "--unmerged", "-z"):
            raise UnfinishedWorkError(
                "Files in the clone are in conflict: `git status` names them."
            )

    def checked_out(self) -> str | None:
        """The full name of the branch that is checked out, if one is."""
        return self.ask("symbolic-ref", "--quiet", "HEAD")

    def upstream(self) -> Upstream:
        """The branch and what it follows. Raises ``NoUpstreamError``."""
        branch = self.checked_out()
        if branch is None:
            raise NoUpstreamError("No branch is checked out: `git switch` to the catalogs' branch.")
        if self.ask("rev-parse", "--quiet", "--verify", "HEAD^{commit}") is None:
            raise NoUpstreamError("The clone has no commit yet: make the first one and push it.")
        answer = self.git(
            "for-each-ref",
            "--format=%(upstream:remotename)%00%(upstream:remoteref)%00%(upstream)",
            "--",
            branch,
        )
        remote, remote_ref, tracking = os.fsdecode(answer).rstrip("\n").split("\0")
        if not tracking or remote in ("", "."):
            short = branch.removeprefix("refs/heads/")
            raise NoUpstreamError(
                f"The branch {short!r} follows no remote branch: tell git which with "
                "`git branch --set-upstream-to=<remote>/<branch>`."
            )
        return Upstream(branch, remote, remote_ref, tracking)

    def commit_of(self, name: str) -> str | None:
        """The id of the commit that a ref or other name stands for."""
        return self.ask(
            "rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{commit}}"
        )

    def is_ancestor(self, one: str, other: str) -> bool:
        """Whether a commit is, or is in the history of, another."""
        return self.ask("merge-base", "--is-ancestor", one, other) is not None

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit that two have in common."""
        return self.ask("merge-base", one, other)

    def fork_point(self, tracking: str, commit: str) -> str | None:
        """Where a commit's history left what the remote branch has ever been here."""
        return self.ask("merge-base", "--fork-point", tracking, commit)

    # -- the remote

    def fetch(self, upstream: Upstream) -> str:
        """Bring the remote branch here; its commit."""
        self._fetch(upstream, f"+{upstream.remote_ref}:{upstream.tracking}")
        return self._fetched(self.commit_of(upstream.tracking), upstream)

    def fetch_objects(self, upstream: Upstream) -> str:
        """Bring what the remote branch holds here, and change no ref; its commit."""
        done = program.run(
            *("ls-remote", "--", upstream.remote, upstream.remote_ref),
            cwd=self.root,
            timeout=program.NETWORK_TIMEOUT,
        )
        if done.returncode != 0:
            raise _unreachable(upstream, done.stderr)
        commit = done.stdout.decode().partition("\t")[0]
        if commit:
            self._fetch(upstream, "--refmap=", upstream.remote_ref)
        return self._fetched(commit, upstream)

    def _fetch(self, upstream: Upstream, *how: str) -> None:
        options = [part for part in how if part.startswith("--")]
        done = program.run(
            *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"),
            *(*options, "--", upstream.remote, *(part for part in how if part not in options)),
            cwd=self.root,
            timeout=program.NETWORK_TIMEOUT,
        )
        if done.returncode != 0:
            if b"couldn't find remote ref" in done.stderr:
                self._fetched("", upstream)
            if isinstance(error := program.failure("fetch", done), LockedError):
                raise error
            raise _unreachable(upstream, done.stderr)

    def _fetched(self, commit: str | None, upstream: Upstream) -> str:
        if not commit:
            raise NoUpstreamError(
                f"The remote has no branch {upstream} any more: follow another one with "
                "`git branch --set-upstream-to=<remote>/<branch>`."
            )
        return commit

    def push(self, upstream: Upstream, commit: str) -> None:
        """Make a commit the remote branch's newest; never by force.

        Raises:
            RaceLostError: somebody else pushed in between.
            PushRefusedError: the remote, or a hook, refuses it.
            RemoteUnreachableError: it did not get there.
        """
        done = program.run(
            *("push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no", "--"),
            *(upstream.remote, f"{commit}:{upstream.remote_ref}"),
            cwd=self.root,
            timeout=program.NETWORK_TIMEOUT,
        )
        if done.returncode == 0:
            return
        said = (done.stdout + done.stderr).decode(errors="replace")
        if any(sign in said for sign in _RACES):
            raise RaceLostError(
                f"{upstream} moves faster than this sync: run it again later.", said
            )
        # Where it never came to an answer, the last word is "fatal:"; where one of the remote's or
        # of our own hooks said no, it is an error.
        if "\n!" in f"\n{said}" or b"\nfatal:" not in b"\n" + done.stderr:
            raise PushRefusedError(
                f"{upstream} refused the push. Nothing is lost: the texts are in the database and "
                "in the work tree, and the next sync pushes them once the reason is mended:",
                said,
            )
        raise _unreachable(upstream, done.stderr)

    # -- what is in it

    def files(self, commit: str, folder: str) -> dict[str, File]:
        """The files of a commit under a folder, by path."""
        listing = self.git("ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{folder}/")
        return _files(listing, blob=2)

    def changed_files(self, one: str, other: str) -> set[str]:
        """The paths that differ between two commits."""
        names = self.git("diff-tree", "-r", "-z", "--no-renames", "--name-only", one, other)
        return set(os.fsdecode(names).split("\0")) - {""}

    def staged_files(self, folder: str) -> dict[str, File]:
        """The files of the index under a folder, by path."""
        listing = self.git("ls-files", "--stage", "-z", "--", folder)
        return _files(listing, blob=1)

    def contents(self, names: Sequence[str]) -> dict[str, bytes]:
        """The contents of blobs, by id or as ``<commit>:<path>``; those that there are."""
        wanted = [name for name in dict.fromkeys(names) if name and "\n" not in name]
        answer = self.git(
            "cat-file", "--batch", stdin=b"".join(os.fsencode(name) + b"\n" for name in wanted)
        )
        found: dict[str, bytes] = {}
        place = 0
        for name in wanted:
            end = answer.index(b"\n", place)
            head = answer[place:end].split(b" ")
            place = end + 1
            if head[-1] == b"missing":
                continue
            size = int(head[-1])
            found[name] = answer[place : place + size]
            place += size + 1
        return found

    def write_blob(self, data: bytes) -> str:
        """Keep some bytes; the id of the blob."""
        return self.git("hash-object", "-w", "--stdin", stdin=data).decode().strip()

    def tree_with(self, tree: str, files: Mapping[str, File]) -> str:
        """The id of a tree with some files put in place."""
        with self.scratch_index() as index:
            self.git("read-tree", tree, extra=index)
            self.put_into_index(files, extra=index)
            return self.git("write-tree", extra=index).decode().strip()

    @contextmanager
    def scratch_index(self) -> Iterator[dict[str, str]]:
        """The environment of an index for the moment."""
        with tempfile.TemporaryDirectory(dir=self.git_dir, prefix="patio-") as folder:
            yield {"GIT_INDEX_FILE": str(Path(folder) / "index")}

    def put_into_index(
        self, files: Mapping[str, File], *, extra: Mapping[str, str] | None = None
    ) -> None:
        """Put files into the index, and take out those with mode 0."""
        lines = [f"{file.mode} {file.blob}\t{path}\0" for path, file in files.items()]
        if lines:
            listing = os.fsencode("".join(lines))
            self.git("update-index", "-z", "--index-info", stdin=listing, extra=extra)

    def merge_trees(self, one: str, other: str) -> tuple[str, list[str]]:
        """Git's own merge of two commits: the tree, and the paths that are in conflict."""
        done = program.run(
            "merge-tree", "--write-tree", "-z", "--name-only", one, other, cwd=self.root
        )
        if done.returncode not in (0, 1):
            raise program.failure("merge-tree", done)
        tree, _, rest = os.fsdecode(done.stdout).partition("\0")
        paths = rest.partition("\0\0")[0] if done.returncode == 1 else ""
        return tree, [path for path in paths.split("\0") if path]

    def commit(
        self,
        tree: str,
        parents: Iterable[str],
        message: str,
        *,
        author: Identity,
        committer: Identity,
    ) -> str:
        """Make a commit, on no branch; its id."""
        made = self.git(
            *("-c", "i18n.commitEncoding=UTF-8", "commit-tree", tree),
            *(part for parent in parents for part in ("-p", parent)),
            *("-F", "-"),
            stdin=message.encode(),
            extra={
                "GIT_AUTHOR_NAME": author.name,
                "GIT_AUTHOR_EMAIL": author.email,
                "GIT_COMMITTER_NAME": committer.name,
                "GIT_COMMITTER_EMAIL": committer.email,
            },
        )
        return made.decode().strip()

    def set_ref(self, name: str, target: str, *, old: str | None = None) -> None:
        """Let a ref name an object; with ``old``, only where it names that one now."""
        self.git("update-ref", "-m", "catalogs sync", name, target, *([old] if old else []))

    def remove_ref(self, name: str) -> None:
        """Remove a ref, if it is there."""
        with suppress(GitError):
            self.git("update-ref", "-d", name)


def _files(listing: bytes, *, blob: int) -> dict[str, File]:
    """The files of a listing with the blob's id in that column."""
    found = {}
    for line in os.fsdecode(listing).split("\0"):
        head, tab, path = line.partition("\t")
        if tab:
            columns = head.split(" ")
            found[path] = File(columns[0], columns[blob])
    return found


def _unreachable(upstream: Upstream, said: bytes) -> RemoteUnreachableError:
    return RemoteUnreachableError(
        f"The remote {upstream.remote!r} can't be reached: check the network, its address and the "
        "right to it. Nothing is lost: the next sync goes on from here.",
        said.decode(errors="replace"),
    )
