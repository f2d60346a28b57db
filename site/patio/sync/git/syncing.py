"""``catalogs sync --git``: the remote's branch, the work tree and the database, brought together.

1. Look: a clone, on a branch that follows a remote one, with nothing half done in it.
2. Fetch.
3. Sync files and database, so that what was written on this machine is in both.
4. Merge each catalog of the work tree with the remote's, entry by entry (``merging``). What both
   changed is kept as a suggestion before any file is written.
5. Move the local branch to where the remote's is. Commits that were made here by hand and not
   pushed are merged with it.
6. Sync files and database again: what came in is taken, in the names of those who wrote it.
7. Commit each catalog that says something new, in the names of those who wrote it (``commits``).
   These commits are on no branch yet.
8. Push them. Where somebody else pushed first, go back to 2, a little later.
9. Move the local branch to what was pushed.

Nothing is lost wherever this ends: until 9, what is new is in the work tree, as changes that are
not committed, and in the database; the next run begins with both. Two refs say what a run that was
killed had done: ``refs/patio/synced`` up to which commit the database knows the remote's texts, and
``refs/patio/held/…`` what a file that can't be merged was begun with.

The work tree is read and written under the folder's lock; the network is waited for without it.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from patio.catalog.errors import PoFileError
from patio.catalog.po.merging import Side, merge_files
from patio.sync.folder import CatalogFolder
from patio.sync.operations import sync_all

from .authors import incoming_authors, outgoing_authors
from .commits import Change, change_between, describe, site_identity
from .conflicts import keep_conflicts
from .errors import DivergedError, GitError, RaceLostError, UnfinishedWorkError
from .merging import ClonedCatalogs, MergedFile
from .report import CommitReport, GitReport
from .repository import File, Repository, Upstream
from .work_tree import check_move, check_staged, move

MAX_TRIES: Final = 8
"""Pushes that are tried before the race is given up."""

_LONGEST_PAUSE: Final = 8.0
_SYNCED: Final = "refs/patio/synced"
_BEFORE: Final = "refs/patio/before-rewrite/"
_STANDING_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a round stands: ``head`` is checked out, ``base`` is what it has in common with the
    remote's ``tip``, and the branch goes to ``target``.
    """

    head: str
    base: str | None
    tip: str
    target: str
    is_rewritten: bool = False


def sync_with_git(
    *, dry_run: bool = False, progress: bool = False, pause: Callable[[float], None] = time.sleep
) -> GitReport:
    """Bring remote, work tree and database together, and report.

    With ``dry_run`` only objects are fetched: no ref, file or row is changed. ``pause`` waits for
    some seconds.

    Raises:
        GitError: what stands in the way, and what to do about it. Nothing is lost by it.
    """
    folder = CatalogFolder.configured()
    folder.root.mkdir(parents=True, exist_ok=True)
    repository = Repository.holding(folder.root)
    with repository.lock():
        return _GitSync(repository, folder, progress=progress).run(dry_run=dry_run, pause=pause)


class _GitSync:
    def __init__(self, repository: Repository, folder: CatalogFolder, *, progress: bool) -> None:
        self.repository = repository
        self.folder = folder
        self.catalogs = ClonedCatalogs(repository, folder)
        self.progress = progress
        self.dry_run = False
        repository.check_finished()
        self.upstream: Upstream = repository.upstream()
        self.report = GitReport(str(self.upstream))

    def run(self, *, dry_run: bool, pause: Callable[[float], None]) -> GitReport:
        self.dry_run = dry_run
        if dry_run:
            self.try_out()
            return self.report
        while True:
            self.report.tries += 1
            self.repository.fetch(self.upstream)
            with self.folder.lock():
                head = self.merge()
                new = self.commit(head)
            try:
                if new != head or self.has_unpublished(head):
                    self.repository.push(self.upstream, new)
                    self.report.is_pushed = True
            except RaceLostError:
                if self.report.tries >= MAX_TRIES:
                    raise
                pause(_pause_before(self.report.tries))
                continue
            with self.folder.lock():
                self.finish(head, new)
            return self.report

    def has_unpublished(self, head: str) -> bool:
        tip = self.repository.commit_of(self.upstream.tracking)
        return tip is not None and not self.repository.is_ancestor(head, tip)

    # -- 1 to 6: what comes in

    def merge(self) -> str:
        """Bring the remote's work into work tree and database; the commit that is checked out."""
        repository = self.repository
        repository.check_finished()
        if repository.upstream() != self.upstream:
            raise UnfinishedWorkError("Another branch was checked out meanwhile: sync again.")
        place = self.place(repository.commit_of(self.upstream.tracking) or "")
        paths = self.paths(place)
        base, tip = (self.catalogs.in_commit(c) for c in (place.base, place.target))
        remote = self.catalogs.in_commit(place.tip)
        check_staged(
            repository,
            paths,
            [self.catalogs.in_commit(place.head), tip, remote],
            self.catalogs.prefix,
        )
        check_move(repository, place.head, place.target, paths)
        self.report.held.clear()
        self.restore_missing(place.head)
        # What a killed run had merged already is known by the remote's commits.
        self.take_in(place.tip, place.head)
        were_held = self.catalogs.held_paths(paths)
        merged = self.write_merged(base, tip)
        self.catalogs.hold(merged, base)
        if place.is_rewritten:
            repository.set_ref(f"{_BEFORE}{place.head}", place.head)
        move(repository, self.upstream.branch, place.head, place.target, paths)
        if place.target != place.head or were_held:
            self.take_in(place.target, place.target, anew=were_held)
        return place.target

    def restore_missing(self, head: str) -> None:
        """Bring back catalogs that are not in the work tree: no language ends by losing its file.

        Else the sync would make it anew, without the notes that people left in it.
        """
        committed = self.catalogs.in_commit(head)
        missing = [path for path in committed if not os.path.lexists(self.catalogs.file(path))]
        contents = self.repository.contents([committed[path].blob for path in missing])
        for path in missing:
            # What a link keeps from being written is held by the merge, which says why.
            with suppress(PoFileError):
                self.folder.write(self.catalogs.file(path), contents[committed[path].blob])

    def place(self, tip: str) -> _Place:
        """Where the branch is to go. Raises ``DivergedError`` where a person has to decide."""
        repository = self.repository
        head = repository.commit_of("HEAD") or ""
        if head == tip or repository.is_ancestor(tip, head):
            return _Place(head, head, tip, head)
        if repository.is_ancestor(head, tip):
            self.count_incoming(head, tip)
            return _Place(head, head, tip, tip)
        base = repository.merge_base(head, tip)
        if base is None:
            raise DivergedError(
                f"The clone and {self.upstream} have no commit in common: fetch the whole history "
                "(`git fetch --unshallow`), or clone the repository anew."
            )
        fork = repository.fork_point(self.upstream.tracking, head)
        self.count_incoming(base, tip)
        if fork == head:  # All of it was at the remote once, whose history was rewritten.
            self.report.notes.append(
                f"The history of {self.upstream} was rewritten; the clone follows it. "
                f"What was checked out before is kept as {_BEFORE}{head}."
            )
            return _Place(head, base, tip, tip, is_rewritten=True)
        if fork is not None and not repository.is_ancestor(fork, tip):
            raise DivergedError(
                f"The history of {self.upstream} was rewritten, and the clone has commits of its "
                f"own: bring them over with `git rebase --onto {tip[:12]} {fork[:12]}`, then run "
                "the sync again."
            )
        return _Place(head, head, tip, self.merge_commit(base, head, tip))

    def count_incoming(self, old: str, new: str) -> None:
        self.report.incoming += int(
            self.repository.git("rev-list", "--count", f"{old}..{new}").decode()
        )

    def merge_commit(self, base: str, head: str, tip: str) -> str:
        """A merge of the local commits with the remote's, on no branch yet."""
        tree, in_conflict = self.repository.merge_trees(head, tip)
        versions = [self.catalogs.in_commit(commit) for commit in (base, tip, head)]
        files = {}
        for path in versions[1].keys() & versions[2].keys():
            blobs = [version[path].blob if path in version else "" for version in versions]
            if len(set(blobs)) == 3 or path in in_conflict:
                contents = self.repository.contents(blobs)
                sides = [contents.get(blob, b"") for blob in blobs]
                shown = self.folder.show(self.catalogs.file(path))
                try:
                    result = merge_files(*sides, name=shown, prefer=Side.THEIRS, by_context=True)
                except PoFileError as error:
                    raise DivergedError(
                        f"Commits that were made here and those of {self.upstream} changed a "
                        "catalog that can't be read: mend it in a commit, or `git pull` and settle "
                        "it by hand.",
                        str(error),
                    ) from error
                merged = MergedFile(path, self.catalogs.language_of(path), None, result.conflicts)
                self.report.add_merge(merged)
                self.suggest([merged], tip)
                files[path] = File("100644", self.repository.write_blob(result.data))
        if others := sorted(set(in_conflict) - files.keys()):
            raise DivergedError(
                f"Commits that were made here contradict those of {self.upstream}: "
                "`git pull` and settle the conflicts by hand, in " + ", ".join(others)
            )
        return self.repository.commit(
            self.repository.tree_with(tree, files),
            [head, tip],
            f"Merge {self.upstream}\n",
            author=site_identity(),
            committer=site_identity(),
        )

    def paths(self, place: _Place) -> set[str]:
        """The catalogs that there are, here or there."""
        found = self.catalogs.in_work_tree()
        for commit in {place.head, place.tip, place.target}:
            found |= self.catalogs.in_commit(commit).keys()
        return found

    def write_merged(self, base: dict[str, File], tip: dict[str, File]) -> list[MergedFile]:
        """Write the merged catalogs, and first keep the texts of conflicts as suggestions.

        Who saves a file in an editor does not ask for our lock: what has changed under our hands
        is merged again.
        """
        done: dict[str, MergedFile] = {}
        for _try in range(_STANDING_TRIES):
            paths = (self.catalogs.in_work_tree() | tip.keys()) - done.keys()
            before = {path: self.bytes_of(path) for path in paths}
            files = self.catalogs.merge(base, tip, paths)
            self.suggest(files, self.upstream.tracking)
            for file in files:
                if self.bytes_of(file.path) != before[file.path]:
                    continue
                if file.data is not None and file.data != before[file.path]:
                    self.folder.write(self.catalogs.file(file.path), file.data)
                    self.report.merged.append(file.path)
                self.report.add_merge(file)
                done[file.path] = file
            if len(files) == len(done.keys() & paths):
                return list(done.values())
        raise GitError("The catalogs change all the time: run the sync again when they rest.")

    def bytes_of(self, path: str) -> bytes | None:
        file = self.catalogs.file(path)
        return file.read_bytes() if file.is_file() else None

    def suggest(self, files: Sequence[MergedFile], commit: str) -> None:
        """Keep the texts that could not stand."""
        if not self.dry_run:
            since = self.repository.commit_of(_SYNCED)
            keep_conflicts(self.repository, files, since, commit)

    def take_in(self, commit: str, done: str, *, anew: Collection[str] = ()) -> None:
        """Sync files and database, which learns who wrote what is in the commits up to ``commit``.

        All that the commits up to ``done`` hold is taken then. ``anew`` are the catalogs whose
        commits count from the first on.
        """
        since = self.repository.commit_of(_SYNCED)
        paths = self.catalogs.in_work_tree()
        if since is not None:
            paths &= {*anew, *self.repository.changed_files(since, commit)}
        authors = {
            language.tag: incoming_authors(
                self.repository, path, None if path in anew else since, commit, present
            )
            for path in paths
            if (language := self.catalogs.language_of(path)) and (present := self.bytes_of(path))
        }
        self.report.add_languages(sync_all(progress=self.progress, authors=authors))
        self.repository.set_ref(_SYNCED, done)

    # -- 7 and 9: what goes out

    def changes(self, commit: str) -> list[tuple[str, bytes, Change]]:
        """The catalogs that say something new since a commit: path, bytes and what is new."""
        tip = self.catalogs.in_commit(commit)
        before = self.repository.contents([file.blob for file in tip.values()])
        found = []
        for path in sorted(self.catalogs.in_work_tree() - self.report.held.keys()):
            old = before[tip[path].blob] if path in tip else None
            try:
                new = self.catalogs.read(path)
                if new is None or new == old:
                    continue
                change = change_between(self.catalogs.language_of(path), old, new)
            except PoFileError:  # Somebody saved it this very moment: its turn is the next run's.
                continue
            if change.contexts or old is None:
                found.append((path, new, change))
        return found

    def commit(self, head: str) -> str:
        """Commit what is new, a commit a catalog, on top of ``head``; the last of them."""
        changes = self.changes(head)
        texts = {c.language.tag: c.texts for _path, _new, c in changes if c.language and c.texts}
        authors = outgoing_authors(texts) if texts else {}
        self.report.commits = []
        last = head
        for path, new, change in changes:
            known = authors.get(change.language.tag, {}) if change.language else {}
            author, message = describe(change, known)
            if not self.dry_run:
                file = File("100644", self.repository.write_blob(new))
                tree = self.repository.tree_with(last, {path: file})
                last = self.repository.commit(
                    tree, [last], message, author=author, committer=site_identity()
                )
            subject = message.partition("\n")[0]
            self.report.commits.append(
                CommitReport("" if self.dry_run else last, path, str(author), subject)
            )
        return last

    def finish(self, head: str, new: str) -> None:
        """Move the local branch to what was pushed, unless a person has moved it meanwhile."""
        paths = self.paths(_Place(head, head, new, new))
        is_there = self.repository.checked_out() == self.upstream.branch
        if is_there and self.repository.commit_of("HEAD") == head:
            move(self.repository, self.upstream.branch, head, new, paths)
            self.repository.set_ref(_SYNCED, new)

    # -- a dry run

    def try_out(self) -> None:
        """Report what would be done, as far as that can be told without doing it."""
        tip = self.repository.fetch_objects(self.upstream)
        with self.folder.lock():
            place = self.place(tip)
            self.report.add_languages(sync_all(dry_run=True, progress=self.progress))
            base, remote = (self.catalogs.in_commit(c) for c in (place.base, place.target))
            paths = self.paths(place)
            for file in self.catalogs.merge(base, remote, paths):
                self.report.add_merge(file)
                if file.data is not None and file.data != self.bytes_of(file.path):
                    self.report.merged.append(file.path)
            check_move(self.repository, place.head, place.target, paths)
            if place.target == place.head:
                self.commit(place.head)
        if self.report.merged:
            self.report.notes.append(
                "What would be taken from the merged files, and committed on top of them, is told "
                "by the sync itself: nothing was merged yet."
            )


def _pause_before(tries: int) -> float:
    """Seconds to wait before another try: longer each time, and never the same for two of us."""
    return random.uniform(0.1, min(_LONGEST_PAUSE, 0.5 * 2.0**tries))  # noqa: S311
