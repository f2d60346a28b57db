"""A site, its catalogs and everybody who works on them, without the pages.

``World`` has a method for each thing that can happen; each takes a ``Random`` that chooses how.
``tests/soak/test_world.py`` lets hypothesis play it, ``python -m tests.soak`` plays it for long.
What has to hold is in ``rules.py``. Background tasks never run by themselves: the export that they
would do is one of the actions, so that it comes late, or never.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import polib
from django.db import transaction
from wagtail.models import Locale

from patio.catalog import po
from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat, Origin, State
from patio.sync.languages import ensure_language
from patio.sync.operations import sync_all
from patio.sync.report import LanguageReport, Outcome
from patio.translation.models import (
    Team,
    Translation,
    Unit,
)
from patio.translation.selectors import unit_translations
from patio.translation.services import TranslationChange, save_translation

from . import files, folder, rules
from .kills import Kill
from .site import EVERYONE, Site

LATER_LANGUAGES = ("eu",)
OLD_COPIES = 6


class World(Site):
    """The site, its folder of catalogs, and all who work on either; see the module."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        #: The sound bytes of files that are bad now.
        self.bad: dict[str, bytes] = {}
        self.old_copies: dict[str, list[bytes]] = {}
        sync_all()

    # -- people and their tools on the files

    def edit_file(self, random: Random) -> None:
        """Somebody edits a catalog."""
        edit = random.choice(files.EDITS)
        self.log.append(edit.__name__)

        def change(tag: str, data: bytes) -> bytes:
            def write(entry: polib.POEntry) -> str:
                is_markdown = bool(entry.msgctxt and entry.msgctxt.endswith("/body"))
                return self.mint.text(random, tag, is_markdown=is_markdown)

            return files.with_polib(data, lambda file: edit(file, random, write))

        self._edit(random, change)

    def restyle_file(self, random: Random) -> None:
        """A tool writes a catalog in its own way."""
        template = self.root / "statements.pot"
        ways: list[Callable[[bytes], bytes]] = [
            files.to_crlf,
            files.to_lf,
            files.with_bom,
            lambda data: files.rewrapped(data, random),
            lambda data: files.merged_with_template(data, template),
        ]
        way = random.choice(ways)
        self._edit(random, lambda _tag, data: way(data))

    def put_back_old_copy(self, random: Random) -> None:
        """Somebody worked on last week's file, and puts it over this week's."""

        def change(tag: str, data: bytes) -> bytes:
            return random.choice(self.old_copies.get(tag) or [data])

        self._edit(random, change)

    def merge_by_lines(self, random: Random) -> None:
        """Git pairs the new source with the old text, without a conflict: nobody said so."""

        def change(tag: str, data: bytes) -> bytes:
            items = Translation.objects.filter(
                locale__language_code=tag, unit__retired_at=None
            ).select_related("unit__current_source", "source")
            known = {entry: entry for entry in folder.statements_of(data)}
            for item in sorted(items, key=lambda item: item.pk):
                old, new = item.source.text, item.unit.current_source.text
                pair = folder.Entry(str(item.unit), old, item.text, is_fuzzy=False)
                if old != new and pair in known:
                    return files.pair_by_lines(data, str(item.unit), old, new)
            return data

        self._edit(random, change, says_something=False)

    def disagree(self, random: Random) -> None:
        """One unit is changed in the file by one person, and in the CMS by another."""
        tag = random.choice(self.languages)
        items = [
            item
            for item in unit_translations(Locale.objects.get(language_code=tag))
            if item.unit.current_source is not None
        ]
        item = random.choice(items)
        is_markdown = item.unit.message_format == MessageFormat.MARKDOWN
        theirs, mine = (self.mint.text(random, tag, is_markdown=is_markdown) for _ in range(2))

        def change(_tag: str, data: bytes) -> bytes:
            def put(file: polib.POFile) -> None:
                for entry in file:
                    if entry.msgctxt == str(item.unit) and not entry.obsolete:
                        entry.msgstr = theirs

            return files.with_polib(data, put)

        self._edit(random, change, tag=tag)
        self.approved.add((tag, str(item.unit), item.unit.current_source.text, mine))
        save_translation(
            actor=EVERYONE,
            team=Team.objects.get(locale__language_code=tag),
            change=TranslationChange(item.unit, mine, State.TRANSLATED, item.version, Origin.CMS),
        )
        self._must_keep(tag, {mine})

    def add_language(self, random: Random) -> None:
        """A language is added, in the CMS or by a folder with a file."""
        missing = [tag for tag in LATER_LANGUAGES if tag not in self.languages]
        if not missing:
            return
        tag = random.choice(missing)
        path = folder.path_of(self.root, tag)
        if path.exists():
            return
        if random.random() < 0.3:
            ensure_language(Language(tag))
            return
        file = polib.POFile(wrapwidth=78)
        file.metadata = {
            "Language": Language(tag).gettext,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
        }
        for unit in Unit.objects.filter(retired_at=None).select_related("current_source"):
            text = self.mint.text(random, tag, is_markdown=False) if random.random() < 0.5 else ""
            entry = polib.POEntry(msgctxt=str(unit), msgid=unit.current_source.text, msgstr=text)
            file.append(entry)
        path.parent.mkdir(parents=True)
        self._put(tag, b"", str(file).encode())

    def delete_file(self, random: Random) -> None:
        """Somebody deletes a catalog."""
        tag = random.choice(self.languages)
        path = folder.path_of(self.root, tag)
        if tag not in self.bad and path.exists():
            before = path.read_bytes()
            path.unlink()
            self._let_go(tag, folder.texts(before))

    def break_file(self, random: Random) -> None:
        """A catalog becomes one that can't be read."""
        tag = random.choice(self.languages)
        path = folder.path_of(self.root, tag)
        if tag in self.bad or not path.exists():
            return
        data = path.read_bytes()
        if random.random() < 0.2:
            path.unlink()
            random.choice([path.mkdir, lambda: path.symlink_to("/etc/hostname")])()
        else:
            broken = files.in_bad_shape(data, random)
            try:
                po.parse(broken, name="broken.po", language=Language(tag).gettext)
            except PoFileError:
                path.write_bytes(broken)
            else:
                return
        self.bad[tag] = data

    def repair_file(self, random: Random) -> None:
        """Somebody puts a bad catalog right."""
        if self.bad:
            tag = random.choice(sorted(self.bad))
            path = folder.path_of(self.root, tag)
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
            path.write_bytes(self.bad.pop(tag))

    # -- sync, and death

    def sync(self, random: Random) -> None:
        """A run of the sync, of one kind or another."""
        kinds = [{}, {}, {}, {"take": False}, {"write": False}, {"dry_run": True}]
        options = random.choice(kinds)
        tags = self._some_languages(random)
        before = rules.Before(self)
        reports = sync_all(tags, **options)
        self._note_reports(reports)
        rules.check_run(self, before, reports, **options)
        if not options and random.random() < 0.2:
            rules.check_quiet(self, tags)

    def sync_killed(self, random: Random) -> None:
        """A run dies, another may too, and the next one ends where an unkilled one would have."""
        options: dict[str, bool] = random.choice([{}, {}, {"take": False}, {"write": False}])
        self.run_killed(
            lambda count: [random.randrange(1, count + 1) for _ in range(random.randrange(1, 3))],
            tags=self._some_languages(random),
            **options,
        )

    def run_killed(
        self, places: Callable[[int], Sequence[int]], *, tags: Sequence[str] = (), **options: bool
    ) -> int:
        """Let runs die at places chosen from so many, and one end; the number of places."""
        before = rules.Before(self)
        disk = folder.snapshot(self.root)
        counter = Kill()
        with transaction.atomic():
            with counter.lying_in_wait():
                sync_all(tags, **options)
            expected = rules.state(self)
            transaction.set_rollback(True)
        folder.restore(self.root, disk)
        for place in places(max(counter.count, 1)):
            self._die(Kill(place), lambda: sync_all(tags, **options))
            rules.check_reach(self, before)
        reports = sync_all(tags, **options)
        self._note_reports(reports)
        rules.check_run(self, before, reports, **options)
        rules.check_same_end(expected, rules.state(self))
        return counter.count

    def write_killed(self, random: Random) -> None:
        """An editor's or a translator's save dies; whatever had gone through stays."""
        action = random.choice([self.save, self.revise, self.retire, self.change_policy])
        before = rules.Before(self)
        statements = {key: dict(texts) for key, texts in self.statements.items()}
        retired = {key: dict(texts) for key, texts in self.retired.items()}
        if self._die(Kill(random.randrange(1, 13)), lambda: action(random)):
            self.statements, self.retired = statements, retired
            self._believe_database()
        rules.check_reach(self, before)

    def _die(self, kill: Kill, work: Callable[[], object]) -> bool:
        with kill.lying_in_wait():
            work()
        self.counts["kills"] += kill.has_struck
        return kill.has_struck

    def _some_languages(self, random: Random) -> list[str]:
        """Mostly one, which is what costs least; ``[]`` for all."""
        return [random.choice(self.languages)] if random.random() < 0.75 else []

    def _note_reports(self, reports: list[LanguageReport]) -> None:
        for report in reports:
            self.counts["conflicts"] += report.counts.get(Outcome.CONFLICT, 0)

    # -- how a file is changed

    def _edit(
        self,
        random: Random,
        change: Callable[[str, bytes], bytes],
        *,
        tag: str = "",
        says_something: bool = True,
    ) -> None:
        tag = tag or random.choice(self.languages)
        path = folder.path_of(self.root, tag)
        if tag in self.bad or not path.exists():
            return
        before = path.read_bytes()
        after = change(tag, before)
        try:
            po.parse(after, name="edited.po", language=Language(tag).gettext)
        except PoFileError:
            return  # What makes a file bad is an action of its own.
        self._put(tag, before, after, says_something=says_something)

    def _put(self, tag: str, before: bytes, after: bytes, *, says_something: bool = True) -> None:
        copies = self.old_copies.setdefault(tag, [])
        if before:
            copies.append(before)
            del copies[:-OLD_COPIES]
        folder.path_of(self.root, tag).write_bytes(after)
        self._let_go(tag, folder.texts(before) - folder.texts(after))
        if says_something:
            self.approved |= {
                (tag, entry.context, entry.source, entry.text)
                for entry in folder.statements_of(after) - folder.statements_of(before)
                if not entry.is_fuzzy
            }

    def _let_go(self, tag: str, texts: set[str]) -> None:
        """What a person took out of a file, and nothing but the file had, is gone by their will."""
        if texts:
            kept = rules.texts_in_database(tag)
            self.written.setdefault(tag, set()).difference_update(texts - kept)


#: How often each thing happens.
ACTIONS: dict[str, int] = {
    "edit_file": 30, "restyle_file": 3, "put_back_old_copy": 2, "merge_by_lines": 3,
    "delete_file": 1, "break_file": 2, "repair_file": 6,
    "save": 20, "disagree": 8, "save_without_right": 1, "change_policy": 1, "add_language": 1,
    "revise": 7, "drop_or_add_field": 1, "retire": 1, "bring_back": 2, "rename": 1, "move": 1,
    "sync": 18, "sync_killed": 5, "write_killed": 3,
}  # fmt: skip
