"""The rules notice what they are there to notice, and a run may die at each of its places."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from django.db import connection

from patio.catalog.units import State
from patio.sync.operations import sync_all
from patio.translation.models import Suggestion, Translation, TranslationVersion

from . import folder, rules
from .play import NO_TASKS
from .world import World

# Kills need real transactions; what migrations put into the database comes back for other tests.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


TWO = ("ar", "es")


@pytest.fixture
def random() -> Random:
    return Random(7)  # noqa: S311


@pytest.fixture
def world(translations_dir: Path, settings) -> World:
    settings.TASKS = NO_TASKS
    return World(translations_dir)


def _after_a_conflict(world: World, random: Random) -> rules.Before:
    world.disagree(random)
    before = rules.Before(world)
    rules.check_run(world, before, sync_all())
    return before


def test_a_text_that_is_gone_is_noticed(world, random) -> None:
    before = _after_a_conflict(world, random)
    assert Suggestion.objects.count() == 1

    Suggestion.objects.all().delete()

    with pytest.raises(rules.LostError) as caught:
        rules.check_reach(world, before)
    assert caught.value.count == 1


def test_a_text_of_another_language_is_noticed(world, random) -> None:
    _after_a_conflict(world, random)
    live = Translation.objects.exclude(live=None).first().live

    with connection.cursor() as cursor:
        table = TranslationVersion._meta.db_table
        cursor.execute(f"UPDATE {table} SET text = 'en·1' WHERE id = %s", [live.pk])  # noqa: S608

    with pytest.raises(AssertionError, match="is in another language"):
        rules.check_live(world)


def test_a_fuzzy_text_that_is_live_is_noticed(world, random) -> None:
    _after_a_conflict(world, random)
    live = Translation.objects.exclude(live=None).first().live

    with connection.cursor() as cursor:
        table = TranslationVersion._meta.db_table
        values = [State.FUZZY, live.pk]
        cursor.execute(f"UPDATE {table} SET state = %s WHERE id = %s", values)  # noqa: S608

    with pytest.raises(AssertionError, match="is live as fuzzy"):
        rules.check_live(world)


def test_a_live_text_that_nobody_said_is_good_is_noticed(world, random) -> None:
    _after_a_conflict(world, random)
    world.approved.clear()

    with pytest.raises(AssertionError, match="nobody said so"):
        rules.check_live(world)


def test_an_entry_that_is_rewritten_is_noticed(world, random) -> None:
    before = _after_a_conflict(world, random)
    path = folder.path_of(world.root, "es")
    before.files["es"] = path.read_bytes().replace(b'\nmsgid "en', b'\nmsgid ""\n"en')

    with pytest.raises(AssertionError, match="was rewritten"):
        rules.check_run(world, before, [])


def test_a_comment_that_is_gone_is_noticed(world, random) -> None:
    before = _after_a_conflict(world, random)
    data = folder.path_of(world.root, "es").read_bytes()
    before.files["es"] = data.replace(b"\n#.", b"\n# note es\xc2\xb71\n#.", 1)

    with pytest.raises(AssertionError, match="comments are gone"):
        rules.check_reach(world, before)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="both ways"),
        pytest.param({"take": False}, id="export"),
        pytest.param({"write": False}, id="import"),
    ],
)
def test_a_run_may_die_at_each_of_its_places(options, world, random) -> None:
    place, places = 0, 6
    while place < places:
        place += 1
        for action in (world.disagree, world.edit_file, world.save, world.revise):
            action(random)
        places = max(
            places, world.run_killed(lambda _count, place=place: [place], tags=TWO, **options)
        )

    assert world.counts["kills"] >= (2 if options == {"write": False} else 10)
    rules.check_all(world)
