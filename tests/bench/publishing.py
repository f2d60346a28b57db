"""What publishing costs, as a ratio of Wagtail's own ``save_revision().publish()``, a page.

Run ``python -m tests.bench.publishing`` (``DATABASE_URL`` names another database than SQLite in
memory; ``--help`` shows the rest). It makes a database of its own, and removes it at the end.
Both ways publish the same revision of the same statements, one after the other, in each round.
"""

# A script: Django is set up before what needs it is imported, and it prints.
# ruff: noqa: E402, T201

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patio.config.settings.test")

import django

django.setup()

from django.db import connection, transaction
from django.test.utils import override_settings
from wagtail.models import Locale

from patio.catalog.languages import Language
from patio.catalog.units import Origin, State
from patio.statements.document import parse_document
from patio.statements.loader import load_document
from patio.statements.models import KeyedPage
from patio.sync.extraction import extract_pages
from patio.sync.languages import ensure_language
from patio.sync.publishing import building_pages, pages_in_order, publish_language
from patio.translation.models import Team, Unit
from patio.translation.permissions import Action, Actor
from patio.translation.services import TranslationChange, save_translations

GOAL = 0.3
OURS, WAGTAILS = "es", "ar"
NO_TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
EVERYONE = Actor(name="Ana", everywhere=frozenset(Action))


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and queries of one piece of work."""

    seconds: float
    queries: int


def measure(work: Callable[[], object]) -> Cost:
    """Run something, once."""
    queries = 0

    def count(execute, *args):  # type: ignore[no-untyped-def]
        nonlocal queries
        queries += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
    return Cost(seconds, queries)


@contextmanager
def own_database() -> Iterator[None]:
    """A database and a folder of catalogs that nothing else uses."""
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            override_settings(TRANSLATIONS_DIR=folder),
        ):
            yield
    finally:
        runner.teardown_databases(databases)


def make_site(statements: int) -> None:
    """A document, translated and published whole into two languages."""
    parts = [
        f"### Value {number} {{#value.v{number}}}\n\nWe hold *value {number}* dear, and [say so]"
        f"(https://example.org/{number}).\n\nAnd we live by it.\n"
        for number in range(statements)
    ]
    text = "# Patio {#home}\n\nFair\n\n## Values {#value slug=values}\n\nDear.\n\n"
    with override_settings(TASKS=NO_TASKS):
        load_document(parse_document(text + "\n".join(parts), name="bench.md"))
        for tag in (OURS, WAGTAILS):
            translate(tag)
            publish_language(Locale.objects.get(language_code=tag))


def translate(tag: str) -> None:
    """Give every unit a text in a language."""
    locale = ensure_language(Language(tag))
    units = Unit.objects.filter(retired_at=None).select_related("current_source")
    save_translations(
        actor=EVERYONE,
        team=Team.objects.get(locale=locale),
        changes=[
            TranslationChange(
                unit=unit,
                text=f"[{tag}] {unit.current_source.text}",
                state=State.TRANSLATED,
                expected_version=0,
                origin=Origin.CMS,
            )
            for unit in units
        ],
    )


def revise(keys: list[str], number: int) -> None:
    """Publish a revision of some source pages, and have no language told yet."""
    pages = [page for page in pages_in_order("en") if page.key in keys]
    with override_settings(TASKS=NO_TASKS), transaction.atomic(), building_pages():
        for page in pages:
            page.body = f"<p>Revision {number} of {page.key}.</p>"
            page.save_revision().publish()
        extract_pages(pages)


def publish_with_wagtail(pages: list[KeyedPage]) -> None:
    """Wagtail's own way, page by page."""
    with building_pages():
        for page in pages:
            page.save_revision(changed=False).publish()


def main() -> None:
    """Print the table; exit with 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=200)
    parser.add_argument("--revised", type=int, default=100, help="statements a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    with own_database():
        make_site(options.statements)
        keys = [f"value.v{number}" for number in range(options.revised)]
        ours: list[Cost] = []
        wagtails: list[Cost] = []
        idle: list[Cost] = []
        locale = Locale.objects.get(language_code=OURS)
        profile = cProfile.Profile()
        for number in range(options.rounds):
            revise(keys, number)
            pages = [page for page in pages_in_order(WAGTAILS) if page.key in keys]
            wagtails.append(measure(partial(publish_with_wagtail, pages)))
            ours.append(measure(partial(publish_language, locale, keys)))
            idle.append(measure(partial(publish_language, locale, keys)))
        if options.profile:
            revise(keys, options.rounds)
            profile.runcall(publish_language, locale, keys)
    report = [("publish_language", ours), ("the same again, nothing to do", idle)]
    theirs = statistics.median(cost.seconds for cost in wagtails)
    print(f"{connection.vendor}, {len(keys)} pages a round, {options.rounds} rounds, medians")
    print(
        f"  Wagtail's own, page by page: {theirs / len(keys) * 1000:.2f} ms and "
        f"{wagtails[0].queries / len(keys):.1f} queries a page"
    )
    for name, costs in report:
        seconds = statistics.median(cost.seconds for cost in costs)
        print(
            f"  {name}: {seconds / len(keys) * 1000:.2f} ms a page, {costs[-1].queries} queries "
            f"in all; ratio {seconds / theirs:.3f}"
        )
    if options.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    ratio = statistics.median(cost.seconds for cost in ours) / theirs
    print(f"  goal: ≤ {GOAL}: {'met' if ratio <= GOAL else 'missed'}")
    sys.exit(ratio > GOAL)


if __name__ == "__main__":
    main()
