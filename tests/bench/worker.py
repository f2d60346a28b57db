"""The site's part of the benchmarks: one piece of work in a process of its own.

``python -m tests.bench.worker WORK [ARGUMENT …]``, in the environment of a ``BenchDatabase``; the
last line that it prints is JSON: what was measured. Start-up and the first connection are over
before a clock runs.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import django

from .data import LANGUAGES, document, header, translated

Result = dict[str, Any]


def prepare_units(units: str, languages: str) -> Result:
    """Units, languages and a catalog of each language, of which the database knows nothing yet."""
    from django.core.management import call_command

    from patio.catalog.languages import Language
    from patio.catalog.units import MessageFormat, UnitKey
    from patio.sync.languages import ensure_language
    from patio.translation.sources import SourceText, record_sources

    call_command("migrate", verbosity=0)
    found = document(int(units))
    sources: dict[str, list[SourceText]] = {}
    for unit in found:
        is_title = unit.field == "title"
        sources.setdefault(unit.statement, []).append(
            SourceText(
                key=UnitKey(unit.statement, unit.field),
                text=unit.text,
                message_format=MessageFormat.PLAIN if is_title else MessageFormat.MARKDOWN,
                description=f"Section: Values. Statement: {unit.statement}. Field: {unit.field}.",
            )
        )
    record_sources(sources=sources)
    tags = LANGUAGES[: int(languages)]
    for tag in tags:
        ensure_language(Language(tag))
    _write_catalogs(tags)
    _forget_tasks()
    return {}


def _write_catalogs(tags: Sequence[str]) -> None:
    """The catalogs, from the entries that the site itself writes."""
    from wagtail.models import Locale

    from patio.catalog import po
    from patio.catalog.languages import Language
    from patio.sync.catalogs import export_language, export_template
    from patio.sync.folder import CatalogFolder

    folder = CatalogFolder.configured()
    export_template()
    export_language(Locale.objects.get(language_code=tags[0]))
    model = po.parse(folder.path(Language(tags[0])).read_bytes(), name="model")
    for tag in tags:
        fields = dict(model.header) | header(tag, model.header["POT-Creation-Date"])
        fields["PO-Revision-Date"] = model.header["PO-Revision-Date"]
        data = po.new(fields, translated(model.entries, tag))
        folder.write(folder.path(Language(tag)), data)


def _forget_tasks() -> None:
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()


def sync() -> Result:
    """The sync command's work."""
    from patio.sync.operations import sync_all

    start = time.perf_counter()
    reports = sync_all()
    elapsed = time.perf_counter() - start
    counts: dict[str, int] = {}
    for report in reports:
        assert not report.problems, report.problems
        for outcome, number in report.counts.items():
            counts[str(outcome)] = counts.get(str(outcome), 0) + number
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": elapsed, "counts": counts, "peak": peak / 1024}


def edit(tag: str) -> Result:
    """One translation is another one now, as somebody's editor writes it."""
    from dataclasses import replace

    from patio.catalog import po
    from patio.catalog.languages import Language
    from patio.sync.folder import CatalogFolder

    folder = CatalogFolder.configured()
    path = folder.path(Language(tag))
    catalog = po.parse(path.read_bytes(), name=path.name)
    place, entry = next(
        (place, entry)
        for place, entry in enumerate(catalog.entries)
        if entry.msgstr and not entry.fuzzy
    )
    text = " ".join(reversed(entry.msgstr.split()))
    folder.write(path, po.patch(catalog, replace={place: replace(entry, msgstr=text)}))
    return {}


def prepare_pages(statements: str, languages: str) -> Result:
    """A document with pages, translated into some languages and published in all of them."""
    from django.core.management import call_command

    from patio.catalog.languages import Language
    from patio.statements.document import parse_document
    from patio.statements.loader import load_document
    from patio.sync.languages import ensure_language
    from patio.sync.operations import sync_all
    from patio.sync.tasks import deferred_updates

    call_command("migrate", verbosity=0)
    parts = ["# Bench {#home}", "A slogan", "## Values {#value slug=values}", "What we hold dear."]
    for unit in document(2 * int(statements)):
        mark = f" {{#{unit.statement} slug={unit.statement.rpartition('.')[2]}}}"
        parts.append(f"### {unit.text}{mark}" if unit.field == "title" else unit.text)
    with deferred_updates():
        load_document(parse_document("\n\n".join(parts), name="bench.md"))
    tags = LANGUAGES[: int(languages)]
    for tag in tags:
        ensure_language(Language(tag))
    _write_catalogs(tags)
    _forget_tasks()
    sync_all()
    _run_tasks()
    return {}


def revise(statements: str, share: str) -> Result:
    """A source revision of a share of all units, until every language's pages and files have it.

    One unit a statement is revised, so that as many pages are touched as there can be.
    """
    from patio.statements.models import StatementPage
    from patio.sync.tasks import deferred_updates

    units = round(2 * int(statements) * float(share))
    pages = list(StatementPage.objects.filter(locale__language_code="en").order_by("key")[:units])
    translations = StatementPage.objects.filter(key__in=[page.key for page in pages])
    touched = translations.exclude(locale__language_code="en").count()
    for page in pages:
        page.body = page.body.replace("</p>", " Nothing less.</p>", 1)
    _forget_tasks()

    start = time.perf_counter()
    with deferred_updates():
        for page in pages:
            page.save_revision().publish()
    _run_tasks()
    elapsed = time.perf_counter() - start

    outdated = sum(_is_outdated(page) for page in translations.exclude(locale__language_code="en"))
    if outdated < touched // 2:
        raise RuntimeError(f"only {outdated} of {touched} pages tell that their source is another")
    return {"seconds": elapsed, "pages": touched}


def _is_outdated(page: Any) -> bool:
    """Whether a translated page tells its readers that the source has moved on."""
    return page.translation_status["body"]["status"] == "outdated"


def publish(number: str) -> Result:
    """As many of Wagtail's own ``page.save_revision().publish()``, without anything of ours."""
    from wagtail.signals import page_published

    from patio.statements.models import StatementPage
    from patio.sync.receivers import on_published

    pages = list(StatementPage.objects.exclude(locale__language_code="en")[: int(number)])
    page_published.disconnect(on_published)
    _forget_tasks()

    start = time.perf_counter()
    for page in pages:
        page.save_revision().publish()
    _run_tasks()
    return {"seconds": (time.perf_counter() - start) / len(pages)}


def _run_tasks() -> None:
    """Run all that is queued to its end. Raises where a task failed."""
    from django.core.management import call_command
    from django_tasks_db.models import DBTaskResult

    call_command("db_worker", batch=True, interval=0.0, startup_delay=False, verbosity=0)
    for result in DBTaskResult.objects.failed():
        raise RuntimeError(result.traceback)


WORK: dict[str, Callable[..., Result]] = {
    work.__name__: work for work in (prepare_units, sync, edit, prepare_pages, revise, publish)
}


def main(name: str, *arguments: str) -> None:
    """Do a piece of work and say what was measured."""
    from django.db import connection

    django.setup()
    connection.ensure_connection()
    print(json.dumps(WORK[name](*arguments)))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
