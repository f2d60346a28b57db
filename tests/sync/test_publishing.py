"""Each language's pages, built from the source page and the texts that its team lets out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page

from patio.catalog.units import Origin, State
from patio.statements.models import StatementPage
from patio.sync.publishing import publish_language
from patio.translation.models import PublishPolicy, Team
from patio.translation.services import set_publish_policy
from tests.factories import DOCUMENT, EVERYONE, language, load, page, revise, source_page, translate

pytestmark = pytest.mark.django_db

BODY, TITLE = "value.solidarity/body", "value.solidarity/title"


@pytest.fixture(autouse=True)
def _site() -> None:
    load()


def _publish(tag: str = "es"):
    return publish_language(language(tag))


def _status(key: str = "value.solidarity", tag: str = "es") -> dict:
    return page(key, tag).translation_status


def test_a_translated_page_stands_beside_its_source() -> None:
    translate("es", {BODY: "Apoyamos a *nuestra gente*.", TITLE: "Solidaridad"})

    report = _publish()

    translated, source = page("value.solidarity", "es"), source_page("value.solidarity")
    assert report.published == ["value.solidarity"]
    assert translated.live
    assert translated.translation_key == source.translation_key
    assert (translated.title, translated.slug) == ("Solidaridad", "solidarity")
    assert translated.get_url() == "/es/values/solidarity/"
    assert "<i>nuestra gente</i>" in translated.body


def test_ancestors_without_a_translation_are_not_live() -> None:
    translate("es", {BODY: "Apoyamos."})

    _publish()

    assert not page("value", "es").live
    assert not page("home", "es").live


def test_status_is_kept_field_by_field() -> None:
    translate("es", {BODY: "borrador"}, origin=Origin.MACHINE)

    _publish()

    told = {
        name: {
            key: value for key, value in status.items() if key not in {"version", "text", "made"}
        }
        for name, status in _status().items()
    }
    assert told == {
        "title": {"status": "source"},
        "body": {"status": "current", "reviewed": False, "machine": True},
    }
    assert page("value.solidarity", "es").title == "Solidarity", "the source's, where there is none"


def test_a_review_is_told() -> None:
    translate("es", {BODY: "leído"}, state=State.REVIEWED)

    _publish()

    assert _status()["body"]["reviewed"] is True


def test_an_outdated_text_says_since_when_and_of_which_source() -> None:
    translate("es", {BODY: "Apoyamos."})
    revise("value.solidarity", body="<p>We support everyone.</p>")

    _publish()

    status = _status()["body"]
    assert (status["status"], status["source"]) == ("outdated", 1)
    assert status["since"].startswith("20")
    assert "Apoyamos" in page("value.solidarity", "es").body


def test_a_text_marked_as_needing_work_stays_live_and_says_so() -> None:
    translate("es", {BODY: "Apoyamos."})
    translate("es", {BODY: "Apoyamos."}, state=State.FUZZY)

    _publish()

    assert _status()["body"]["status"] == "outdated"
    assert "source" not in _status()["body"]


def test_a_page_without_any_text_leaves_the_site() -> None:
    translate("es", {BODY: "Apoyamos."})
    _publish()
    translate("es", {BODY: ""}, state=State.UNTRANSLATED)

    report = _publish()

    assert report.unpublished == ["value.solidarity"]
    assert not page("value.solidarity", "es").live


def test_a_page_whose_source_leaves_the_site_leaves_too() -> None:
    translate("es", {BODY: "Apoyamos."})
    _publish()
    source_page("value.solidarity").unpublish()

    assert _publish().unpublished == ["value.solidarity"]


def test_deleting_the_source_keeps_every_translation() -> None:
    translate("es", {BODY: "Apoyamos."})
    _publish()

    source_page("value.solidarity").delete()

    assert Page.objects.filter(pk=page("value.solidarity", "es").pk).exists()
    assert not _publish().published
    assert translate("es", {BODY: "Apoyamos más."}).saved


def test_a_page_that_cannot_be_built_keeps_no_other_from_it() -> None:
    translate("es", {BODY: "- ", "value.autonomy/body": "Cada una decide."})

    report = _publish()

    assert "value.solidarity" in report.failed
    assert page("value.autonomy", "es").live


def test_an_address_that_another_page_left_behind_is_made_free() -> None:
    translate("es", {BODY: "Apoyamos."})
    _publish()
    source_page("value.solidarity").delete()
    again = StatementPage(title="Mutual aid", slug="solidarity", body="<p>Help.</p>")
    source_page("value").add_child(instance=again)
    again.save_revision().publish()
    translate("es", {"value.mutual-aid/body": "Ayuda."})

    for _run in range(2):
        assert _publish().failed == {}

    assert page("value.mutual-aid", "es").get_url() == "/es/values/solidarity/"


def test_a_schedule_survives_the_work_of_others() -> None:
    translate("es", {BODY: "Apoyamos."})
    _publish()
    scheduled = page("value.solidarity", "es")
    scheduled.go_live_at = timezone.now() + timedelta(days=2)
    scheduled.save_revision().publish()
    translate("es", {TITLE: "Solidaridad"})

    _publish()

    revisions = page("value.solidarity", "es").revisions
    assert revisions.filter(approved_go_live_at__isnull=False).count() == 1


def test_nothing_changed_makes_no_revision() -> None:
    translate("es", {BODY: "Apoyamos."})
    _publish()
    before = page("value.solidarity", "es").revisions.count()

    assert _publish().published == []
    assert page("value.solidarity", "es").revisions.count() == before


def test_what_no_translation_says_does_not_stay_on_a_page() -> None:
    translate("es", {BODY: "Apoyamos."})
    _publish()
    built = page("value.solidarity", "es").body
    StatementPage.objects.filter(locale=language("es")).update(body="<p>Compre ya.</p>")

    assert _publish().published == ["value.solidarity"]
    assert page("value.solidarity", "es").body == built


def test_a_text_written_another_way_than_it_is_stored_makes_no_revision() -> None:
    translate("es", {BODY: "Apoyamos a _todas_.\n\n\n", TITLE: "Solidaridad"})
    _publish()
    before = page("value.solidarity", "es")

    assert _publish().published == []
    assert page("value.solidarity", "es").body == before.body


def test_links_follow_their_statement_whatever_was_rendered_before() -> None:
    translate("es", {BODY: "Véase [esto](page:value.autonomy)."})
    _publish()
    old = source_page("value.autonomy")
    old.delete()
    load()
    new = source_page("value.autonomy")

    _publish()

    assert f'id="{new.pk}"' in page("value.solidarity", "es").body
    assert new.pk != old.pk


def test_a_change_makes_one_revision() -> None:
    translate("es", {BODY: "Apoyamos.", TITLE: "Solidaridad"})
    _publish()
    before = page("value.solidarity", "es").revisions.count()
    translate("es", {BODY: "Ayudamos.", TITLE: "Apoyo"})

    _publish()

    assert page("value.solidarity", "es").revisions.count() == before + 1


def test_structure_follows_the_source() -> None:
    home = source_page("home")
    home.introduction = [("heading", "Welcome"), ("paragraph", "<p>Text</p>")]
    home.save_revision().publish()
    heading, paragraph = source_page("home").introduction
    translate("es", {f"home/introduction.{paragraph.id}": "Texto"})
    _publish()

    home = source_page("home")
    home.introduction = list(reversed(home.introduction.raw_data))
    home.save_revision().publish()
    _publish()

    translated = page("home", "es").introduction
    assert [block.id for block in translated] == [paragraph.id, heading.id]
    assert "Texto" in translated[0].value.source
    assert translated[1].value == "Welcome"


def test_pages_follow_their_source_to_another_section(django_capture_on_commit_callbacks) -> None:
    load(DOCUMENT + "\n## Visions {#vision slug=visions}\n")
    with django_capture_on_commit_callbacks(execute=True):
        translate("es", {BODY: "Apoyamos.", "value/title": "Valores", "vision/title": "Visiones"})

    with django_capture_on_commit_callbacks(execute=True):
        source_page("value.solidarity").move(source_page("vision"), pos="last-child")

    assert page("value.solidarity", "es").get_url() == "/es/visions/solidarity/"
    assert page("value.solidarity", "es").live
    assert page("value.solidarity", "es").get_parent().specific.key == "vision"


def test_pages_follow_their_source_to_another_address(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        translate("es", {BODY: "Apoyamos.", "value/title": "Valores"})
    section = source_page("value")
    section.slug = "what-we-value"

    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()

    assert page("value", "es").get_url() == "/es/what-we-value/"
    assert page("value.solidarity", "es").get_url() == "/es/what-we-value/solidarity/"


def test_the_teams_policy_decides_what_is_live(django_capture_on_commit_callbacks) -> None:
    translate("es", {BODY: "nuevo"})
    _publish()
    team = Team.objects.get(locale=language("es"))

    with django_capture_on_commit_callbacks(execute=True):
        set_publish_policy(actor=EVERYONE, team=team, policy=PublishPolicy.REVIEWED)
    assert not page("value.solidarity", "es").live

    with django_capture_on_commit_callbacks(execute=True):
        translate("es", {BODY: "leído"}, state=State.REVIEWED)
    assert page("value.solidarity", "es").live


def test_preparing_costs_the_same_for_any_number_of_statements(django_assert_num_queries) -> None:
    translate("es", {BODY: "x"})
    _publish()
    locale = Locale.objects.get(language_code="es")
    with django_assert_num_queries(9) as few:
        publish_language(locale)
    translate("es", {"value.autonomy/body": "x", "value/title": "x", "home/title": "x"})
    _publish()

    with django_assert_num_queries(len(few)):
        publish_language(locale)
