"""Publishing in bulk writes what Wagtail's own publishing writes, and leaves it what is unusual."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.log_actions import LogContext
from wagtail.models import (
    Comment,
    Page,
    PageLogEntry,
    ReferenceIndex,
    Revision,
    Workflow,
    WorkflowState,
)
from wagtail.signals import page_published, published

from patio.catalog.units import State
from patio.statements.models import HomePage, SectionPage, StatementPage
from patio.sync import publishing
from patio.sync.bulk import publish_in_bulk
from patio.sync.publishing import PublishReport, building_pages, publish_language
from tests.factories import DOCUMENT, language, load, page, revise, source_page, translate

pytestmark = pytest.mark.django_db

BODY, TITLE = "value.solidarity/body", "value.solidarity/title"


@pytest.fixture(autouse=True)
def _site() -> None:
    load()


def _publish() -> PublishReport:
    return publish_language(language("es"))


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Have nothing published in bulk from now on."""

    def switch() -> None:
        monkeypatch.setattr(publishing, "publish_in_bulk", lambda pages: set())

    return switch


class _Rows:
    """All that publishing writes; ids of revisions by their order, moments by their presence."""

    def __init__(self) -> None:
        numbers = Revision.objects.order_by("pk").values_list("pk", flat=True)
        self.revisions = {pk: f"revision {number}" for number, pk in enumerate(numbers)}
        index = get_search_backend().get_index_for_model(StatementPage)
        self.tables = {
            model.__name__: [self._row(row) for row in rows.values()]
            for model, rows in [
                (Page, Page.objects.order_by("pk")),
                (HomePage, HomePage.objects.order_by("pk")),
                (SectionPage, SectionPage.objects.order_by("pk")),
                (StatementPage, StatementPage.objects.order_by("pk")),
                (Revision, Revision.objects.order_by("object_id", "pk")),
                (PageLogEntry, PageLogEntry.objects.order_by("page_id", "pk")),
                (
                    ReferenceIndex,
                    ReferenceIndex.objects.order_by("object_id", "content_path", "to_object_id"),
                ),
                (index.entries.model, index.entries.order_by("content_type_id", "object_id")),
            ]
        }

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        row = {name: value for name, value in row.items() if name not in {"id", "title_norm"}}
        for name, value in row.items():
            if isinstance(value, datetime) or name.endswith("_at"):
                row[name] = value is not None
            elif name in {"latest_revision_id", "live_revision_id", "revision_id"}:
                row[name] = self.revisions.get(value)
            elif name == "content":
                row[name] = {
                    key: self.revisions.get(told)
                    if key in {"latest_revision", "live_revision"}
                    else told is not None
                    if key.endswith("_at")
                    else told
                    for key, told in value.items()
                }
        return row


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _link(key: str) -> str:
    return f'<p>See <a linktype="page" id="{source_page(key).pk}">it</a>.</p>'


def _outdate() -> None:
    revise("value.solidarity", body="<p>Something else.</p>")
    revise("value.autonomy", body="<p>Something else.</p>")


def _change_texts() -> None:
    translate("es", {BODY: "Apoyamos, y *mucho*.", "value/introduction": "Otra."})


def _rename() -> None:
    translate("es", {TITLE: "Apoyo mutuo", "home/title": "Patio de todos"})


def _relink() -> None:
    translate(
        "es",
        {
            BODY: "Véase [esto](page:value.autonomy) y [aquello](https://example.org).",
            "value.autonomy/body": "Sin enlaces.",
        },
    )


def _restructure() -> None:
    home = source_page("home")
    home.introduction = [("paragraph", _link("value.solidarity")), ("heading", "Welcome")]
    home.save_revision().publish()
    paragraph, heading = source_page("home").introduction
    translate(
        "es",
        {
            f"home/introduction.{paragraph.id}": "Véase [esto](page:value.solidarity).",
            f"home/introduction.{heading.id}": "Bienvenidas",
        },
    )


def _return() -> None:
    """A page that had left the site comes back."""
    translate("es", {"value.commons/body": "De todas.", "value.commons/title": "Lo común"})


CHANGES = [
    pytest.param(_outdate, id="a source is revised"),
    pytest.param(_change_texts, id="texts change"),
    pytest.param(_rename, id="titles change"),
    pytest.param(_relink, id="links come and go"),
    pytest.param(_restructure, id="blocks come"),
    pytest.param(_return, id="a page comes back"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_both_ways_write_the_same_rows(
    change: Callable[[], None], one_by_one: Callable[[], None]
) -> None:
    load(DOCUMENT + "\n### Commons {#value.commons}\n\nOurs.\n")
    link = "Véase [eso](page:value.solidarity)."
    texts = {BODY: "Apoyamos.", TITLE: "Apoyo", "home/title": "Patio", "value/title": "Valores"}
    translate("es", texts | {"value.autonomy/body": link, "value.commons/body": "De nadie."})
    _publish()
    translate("es", {"value.commons/body": ""}, state=State.UNTRANSLATED)
    _publish()
    change()
    told: dict[str, list[Any]] = {"bulk": [], "alone": []}
    way = "bulk"

    def listen(sender: Any, instance: Any, revision: Any, **kwargs: Any) -> None:
        kind = "page" if kwargs["signal"] is page_published else "any"
        told[way].append((instance.pk, sender, kind, instance.live, instance.title))
        assert type(instance) is sender
        assert instance.live_revision == revision == instance.latest_revision

    page_published.connect(listen)
    published.connect(listen)
    try:
        with _taken_back(), LogContext():
            first, bulk = _publish(), _Rows()
        way = "alone"
        one_by_one()
        with _taken_back(), LogContext():
            second, alone = _publish(), _Rows()
    finally:
        page_published.disconnect(listen)
        published.disconnect(listen)

    assert first.published
    assert first == second
    assert sorted(told["bulk"], key=str) == sorted(told["alone"], key=str)
    assert bulk.tables.keys() == alone.tables.keys()
    for table, rows in bulk.tables.items():
        assert _comparable(rows) == _comparable(alone.tables[table]), table


def _comparable(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The log's marks of one action are new each time; what counts is whether there is one."""
    return [row | {"uuid": row["uuid"] is not None} if "uuid" in row else row for row in rows]


def _user() -> Any:
    return get_user_model().objects.create_superuser("ana", "ana@example.org", "pw")


def _draft(target: Page) -> None:
    target.save_revision(user=_user())


def _schedule(target: Page) -> None:
    target.go_live_at = timezone.now() + timedelta(days=2)
    target.save_revision().publish()


def _comment(target: Page) -> None:
    Comment.objects.create(page=target, user=_user(), text="?", contentpath="body")


def _alias(target: Page) -> None:
    Page.objects.filter(pk=page("value.autonomy", "en").pk).update(alias_of=target)


def _workflow(target: Page) -> None:
    WorkflowState.objects.create(
        content_type=target.content_type,
        object_id=str(target.pk),
        base_content_type=target.get_base_content_type(),
        workflow=Workflow.objects.create(name="Read twice"),
        requested_by=_user(),
    )


def _later_revision(target: Page) -> None:
    target.revisions.update(created_at=timezone.now() + timedelta(days=1))


def _other_key(target: Page) -> None:
    StatementPage.objects.filter(pk=target.pk).update(key="value.elsewhere")


def _too_long(target: Page) -> None:
    target.title = "x" * 300


@pytest.mark.parametrize(
    "unusual",
    [
        pytest.param(_draft, id="a person's draft"),
        pytest.param(_schedule, id="a schedule"),
        pytest.param(_comment, id="a comment"),
        pytest.param(_alias, id="an alias"),
        pytest.param(_workflow, id="a workflow under way"),
        pytest.param(_later_revision, id="a revision from the future"),
        pytest.param(_other_key, id="another statement's key"),
        pytest.param(_too_long, id="a text that its field refuses"),
    ],
)
def test_what_is_unusual_is_left_to_wagtail(unusual: Callable[[Page], None]) -> None:
    translate("es", {BODY: "Apoyamos.", "value.autonomy/body": "Decide."})
    _publish()
    solidarity, autonomy = page("value.solidarity", "es"), page("value.autonomy", "es")
    with building_pages():
        unusual(solidarity)
        before = solidarity.revisions.count()

        assert publish_in_bulk([solidarity, autonomy]) == {autonomy.pk}

    assert solidarity.revisions.count() == before


def test_one_page_that_fails_takes_no_other_along() -> None:
    translate("es", {BODY: "x", "value.autonomy/body": "Decide."})
    _publish()
    Page.objects.filter(pk=page("value.solidarity", "es").pk).update(slug="changes")
    translate("es", {TITLE: "Apoyo", "value.autonomy/title": "Autonomía"})

    report = _publish()

    assert list(report.failed) == ["value.solidarity"]
    assert report.published == ["value.autonomy"]
    assert page("value.solidarity", "es").title == "Solidarity"


def test_a_run_that_is_cut_short_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "BATCH_SIZE", 1)
    translate("es", {BODY: "a", "value.autonomy/body": "b", "value/title": "c"})
    _publish()
    translate("es", {BODY: "A", "value.autonomy/body": "B", "value/title": "C"})

    def die(instance: Any, **kwargs: Any) -> None:
        if instance.key == "value.solidarity":
            raise KeyboardInterrupt

    page_published.connect(die)
    try:
        with pytest.raises(KeyboardInterrupt):
            _publish()
    finally:
        page_published.disconnect(die)

    assert page("value", "es").title == "C"
    assert "a" in page("value.solidarity", "es").body
    assert sorted(_publish().published) == ["value.autonomy", "value.solidarity"]
    assert "A" in page("value.solidarity", "es").body


def test_a_receiver_that_raises_meets_its_page_alone(caplog: pytest.LogCaptureFixture) -> None:
    translate("es", {BODY: "a", "value.autonomy/body": "b"})
    _publish()
    translate("es", {BODY: "A", "value.autonomy/body": "B"})

    def refuse(instance: Any, **kwargs: Any) -> None:
        if instance.key == "value.autonomy":
            raise RuntimeError("no")

    page_published.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            _publish()
    finally:
        page_published.disconnect(refuse)

    assert "A" in page("value.solidarity", "es").body
    assert "b" in page("value.autonomy", "es").body
    assert "one by one" in caplog.text


def _many(number: int) -> str:
    return DOCUMENT + "".join(
        f"\n### Value {each} {{#value.v{each}}}\n\nText {each}.\n" for each in range(number)
    )


def test_publishing_costs_the_same_queries_for_any_number_of_pages() -> None:
    load(_many(12))
    keys = [f"value.v{each}" for each in range(12)]
    translate("es", {f"{key}/body": "x" for key in keys})
    _publish()
    costs = []
    for chosen in (keys[:2], keys):
        translate("es", {f"{key}/body": f"[antes](page:value.solidarity) {key}" for key in chosen})
        _publish()
        translate("es", {f"{key}/body": f"[ahora](page:value.autonomy) {key}" for key in chosen})
        with CaptureQueriesContext(connection) as queries:
            report = publish_language(language("es"), chosen)
        assert sorted(report.published) == sorted(chosen)
        costs.append(len(queries))

    assert costs[0] == costs[1]
