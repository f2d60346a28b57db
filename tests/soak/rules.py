"""What has to hold, whatever happens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wagtail.models import Locale

from patio.catalog.units import State
from patio.sync.operations import sync_all
from patio.sync.report import LanguageReport, Outcome
from patio.translation.models import Suggestion, Team, Translation, TranslationVersion
from patio.translation.selectors import active_units, source_versions_by_text, unit_translations

from . import folder
from .texts import language_of

if TYPE_CHECKING:
    from .world import World


class LostError(AssertionError):
    """Texts that somebody wrote are nowhere to be found."""

    def __init__(self, lost: dict[str, set[str]]) -> None:
        self.count = sum(map(len, lost.values()))
        super().__init__(f"lost: {lost}")


class Before:
    """What was there before a run of the sync; from here on, all texts in sound files count."""

    def __init__(self, world: World) -> None:
        self.files = {
            tag: path.read_bytes()
            for tag in [*world.languages, *world.old_copies]
            if (path := folder.path_of(world.root, tag)).is_file() and not path.is_symlink()
        }
        self.disk = folder.snapshot(world.root)
        self.state = state(world)
        for tag, data in self.files.items():
            if tag not in world.bad:
                world.written.setdefault(tag, set()).update(folder.texts(data))


def texts_in_database(tag: str) -> set[str]:
    """All texts of a language that the database can show: history and suggestions."""
    versions = TranslationVersion.objects.filter(translation__locale__language_code=tag)
    suggestions = Suggestion.objects.filter(locale__language_code=tag)
    return {*versions.values_list("text", flat=True), *suggestions.values_list("text", flat=True)}


def check_reach(world: World, before: Before, tags: Sequence[str] = ()) -> None:
    """No text that anybody wrote is out of reach, and no translator's comment is gone."""
    lost = {}
    for tag in tags or sorted(world.written):
        written = world.written.get(tag, set())
        path = folder.path_of(world.root, tag)
        data = world.bad.get(tag) or (path.read_bytes() if path.is_file() else b"")
        if missing := written - texts_in_database(tag) - folder.texts(data):
            lost[tag] = missing
        if tag in before.files and tag not in world.bad:
            gone = folder.comments(before.files[tag]) - folder.comments(data)
            assert not gone, f"{tag}: comments are gone: {gone}"
    if lost:
        raise LostError(lost)


def check_run(
    world: World,
    before: Before,
    reports: Sequence[LanguageReport],
    *,
    take: bool = True,
    write: bool = True,
    dry_run: bool = False,
) -> None:
    """What a run of the sync may have done, and must not have."""
    by_tag = {report.language: report for report in reports}
    check_reach(world, before, list(by_tag))
    for tag in world.bad:
        if tag in by_tag:
            assert by_tag[tag].problems, f"{tag}: a bad file was read"
        if tag in before.files:
            now = folder.path_of(world.root, tag).read_bytes()
            assert now == before.files[tag], f"{tag}: a bad file was written"
    for tag, report in by_tag.items():
        assert tag in world.bad or not report.problems, report.problems
    after = folder.snapshot(world.root)
    if dry_run or not write:
        assert not (diff := folder.difference(before.disk, after)), diff
    if dry_run or not take:
        # Only what an obsolete entry said, that makes room in the file, goes to the suggestions.
        parts = {"translations", "versions", "languages"} | ({"suggestions"} if dry_run else set())
        now = state(world)
        for part in sorted(parts):
            assert now[part] == before.state[part], f"the database was written: {part}"
    for tag, data in before.files.items():
        if tag not in world.bad and folder.path_of(world.root, tag).is_file():
            _check_untouched(tag, data, folder.path_of(world.root, tag).read_bytes())
    check_live(world)


def _check_untouched(tag: str, before: bytes, after: bytes) -> None:
    """Entries that say what they said have the bytes that they had."""
    if before == after:
        return
    old = folder.blocks(before)
    for entry, block in folder.blocks(after).items():
        assert old.get(entry, block) == block, f"{tag}: an entry was rewritten: {block}"


def check_live(world: World) -> None:
    """What is live was said to be good by a person, for that unit, language and meaning."""
    teams = {team.locale_id: team for team in Team.objects.select_related("locale")}
    translations = list(
        Translation.objects.select_related("unit", "live__source", "locale").order_by("pk")
    )
    sources = source_versions_by_text(item.unit for item in translations)
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for tag, unit, source, text in world.approved:
        said[tag, unit, text].add(source)
    for item in translations:
        live = item.live
        if live is None:
            continue
        tag = item.locale.language_code
        where = f"{tag} {item.unit}: {live.text!r}"
        assert live.translation_id == item.pk, f"{where} is another unit's"
        assert teams[item.locale_id].lets_out(live.state), f"{where} is live as {live.state}"
        assert language_of(live.text) == tag, f"{where} is in another language"
        meanings = {
            sources[item.unit_id, source].meaning
            for source in said[tag, str(item.unit), live.text]
            if (item.unit_id, source) in sources
        }
        assert live.source.meaning in meanings, f"{where}: nobody said so for {live.source.text!r}"
    _check_newest_live(translations, teams)


def _check_newest_live(translations: Sequence[Translation], teams: dict[int, Team]) -> None:
    """What is live is the newest that the policy lets out, since the text was last cleared."""
    newest: dict[int, int] = {}
    rows = TranslationVersion.objects.order_by("number").values_list(
        "translation_id", "pk", "state", "translation__locale_id"
    )
    for translation_id, pk, state_, locale_id in rows:
        if state_ == State.UNTRANSLATED:
            newest.pop(translation_id, None)
        elif teams[locale_id].lets_out(state_):
            newest[translation_id] = pk
    for item in translations:
        assert item.live_id == newest.get(item.pk), f"{item.locale} {item.unit}: not the newest"


def check_quiet(world: World, tags: Sequence[str] = ()) -> None:
    """After a run both ways, files and database agree, and another run does nothing at all."""
    first = state(world)
    disk = folder.snapshot(world.root)
    reports = sync_all(tags)
    assert not (diff := folder.difference(disk, folder.snapshot(world.root))), diff
    assert state(world) == first, "a second run wrote to the database"
    for report in reports:
        told = {entry.unit for entry in report.entries}
        for entry in report.entries:
            assert entry.outcome in {Outcome.REFUSED, Outcome.SKIPPED}, f"{entry} again"
        if report.problems:
            continue
        locale = Locale.objects.get(language_code=report.language)
        path = folder.path_of(world.root, report.language)
        in_file = {
            (entry.msgctxt, entry.msgid): entry
            for entry in folder.entries(path.read_bytes())
            if not entry.obsolete
        }
        for item in unit_translations(locale):
            if str(item.unit) in told:
                continue
            assert item.unit.current_source is not None
            entry = in_file[str(item.unit), item.unit.current_source.text]
            text = item.translation.text if item.translation else ""
            in_database = (text, item.state is State.FUZZY)
            assert (entry.msgstr, entry.fuzzy) == in_database, f"{locale} {item.unit}: two minds"


def check_all(world: World) -> None:
    """Bring all together, and check everything: the end of a play, and every so often."""
    before = Before(world)
    check_run(world, before, sync_all())
    check_quiet(world)
    rubbish = list(world.root.rglob(".statements.*"))
    assert not rubbish, rubbish
    for tag in world.languages:
        path = folder.path_of(world.root, tag)
        if tag not in world.bad and path.exists():
            assert not (refusal := folder.msgfmt_refusal(path)), refusal
    template = world.root / "statements.pot"
    in_template = {(entry.msgctxt, entry.msgid) for entry in folder.entries(template.read_bytes())}
    units = active_units()
    assert in_template == {(str(u), u.current_source.text) for u in units if u.current_source}


def state(world: World) -> dict[str, Any]:
    """All that people can see of database and files, but for dates and the header's last name."""
    translations = Translation.objects.order_by("locale__language_code", "unit_id").values_list(
        "locale__language_code", "unit_id", "text", "state", "source__number", "version",
        "live__number", "origin",
    )  # fmt: skip
    suggestions = Suggestion.objects.values_list(
        "locale__language_code", "unit_id", "text", "reason", "source_text"
    )
    return {
        "languages": world.languages,
        "translations": list(translations),
        "versions": TranslationVersion.objects.count(),
        "suggestions": sorted(suggestions),
        "files": folder.without_dates(folder.snapshot(world.root)),
    }


def check_same_end(expected: dict[str, Any], found: dict[str, Any]) -> None:
    """A killed run and the next one end where one unkilled run ends."""
    for part, value in expected.items():
        if found[part] == value:
            continue
        if part == "files":
            raise AssertionError(f"after the kill:\n{folder.difference(value, found[part])}")
        raise AssertionError(f"after the kill, {part} differ: {value} {found[part]}")
