"""Wagtail's own editor, on the same rights and the same translations as every other way in."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text

from patio.catalog.units import Origin, State
from patio.translation.models import Membership, Role, Team, Translation
from tests.factories import language, load, page, source_page, translate

pytestmark = pytest.mark.django_db

BODY = "value.solidarity/body"


@pytest.fixture(autouse=True)
def _site(django_capture_on_commit_callbacks) -> None:
    load()
    with django_capture_on_commit_callbacks(execute=True):
        translate("es", {BODY: "Apoyamos.", "value.solidarity/title": "Solidaridad"})
        translate("fr", {BODY: "Nous soutenons."})


@pytest.fixture
def spanish_translator(client: Client):
    """A translator of Spanish who may use Wagtail's page editor."""
    user = get_user_model().objects.create_user("inés", password="x")
    group = Group.objects.create(name="page editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(codename=codename),
        )
    user.groups.add(group)
    team = Team.objects.get(locale=language("es"))
    Membership.objects.create(team=team, user=user, role=Role.TRANSLATOR)
    client.force_login(user)
    return user


def _post(client: Client, edited, body: str, **extra: str):
    data = nested_form_data(
        {
            "title": edited.title,
            "slug": edited.slug,
            "body": rich_text(body, features=["bold", "italic", "link", "ol", "ul"]),
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0"},
            **extra,
        }
    )
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[edited.pk]), data)


def _translation(tag: str = "es") -> Translation:
    return Translation.objects.select_related("live").get(
        unit__field="body", unit__statement_key="value.solidarity", locale__language_code=tag
    )


def test_publishing_a_translated_page_saves_a_translation(
    client, spanish_translator, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = _post(
            client, page("value.solidarity", "es"), "<p>Ayudamos.</p>", **{"action-publish": "1"}
        )

    assert response.status_code == 302
    translation = _translation()
    assert (translation.text, translation.state) == ("Ayudamos.", State.TRANSLATED)
    assert (translation.origin, translation.version) == (Origin.CMS, 2)
    assert translation.versions.latest("number").author == spanish_translator
    assert "Ayudamos" in page("value.solidarity", "es").body


def test_saving_a_draft_keeps_the_text_and_leaves_the_live_one(
    client, spanish_translator, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _post(client, page("value.solidarity", "es"), "<p>Quizás.</p>")

    translation = _translation()
    assert (translation.text, translation.state) == ("Quizás.", State.FUZZY)
    assert translation.live.text == "Apoyamos."
    translated = page("value.solidarity", "es")
    assert "Apoyamos" in translated.body
    assert "Quizás" in translated.get_latest_revision_as_object().body


def test_publishing_what_was_a_draft_makes_it_the_translation(
    client, spanish_translator, django_capture_on_commit_callbacks
) -> None:
    for action in ({}, {"action-publish": "1"}):
        with django_capture_on_commit_callbacks(execute=True):
            _post(client, page("value.solidarity", "es"), "<p>Ayudamos.</p>", **action)

    assert _translation().state == State.TRANSLATED
    assert "Ayudamos" in page("value.solidarity", "es").body


def test_a_word_that_both_languages_share_is_a_translation(
    client, spanish_translator, django_capture_on_commit_callbacks
) -> None:
    spanish = page("value.solidarity", "es")
    spanish.title = "Solidarity"

    with django_capture_on_commit_callbacks(execute=True):
        _post(client, spanish, "<p>Apoyamos.</p>", **{"action-publish": "1"})

    assert page("value.solidarity", "es").title == "Solidarity"
    assert Translation.objects.filter(text="Solidarity", state=State.TRANSLATED).exists()


def test_a_statement_without_a_translation_waits_as_a_draft_for_translators(
    client, spanish_translator, django_capture_on_commit_callbacks
) -> None:
    waiting = page("value.autonomy", "es")
    assert not waiting.live
    assert waiting.body == source_page("value.autonomy").body

    with django_capture_on_commit_callbacks(execute=True):
        _post(client, waiting, "<p>Cada una decide.</p>", **{"action-publish": "1"})

    assert page("value.autonomy", "es").live
    translations = Translation.objects.filter(unit__statement_key="value.autonomy")
    assert [translation.text for translation in translations] == ["Cada una decide."], (
        "the title, left in English, is no translation"
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_language_is_closed(client, spanish_translator, method) -> None:
    french = page("value.solidarity", "fr")
    address = reverse("wagtailadmin_pages:edit", args=[french.pk])

    response = getattr(client, method)(address, {"title": "x", "action-publish": "1"})

    assert response.status_code == 302
    assert _translation("fr").text == "Nous soutenons."
    assert page("value.solidarity", "fr").title != "x"


def test_publishing_without_the_right_changes_no_translation(
    django_capture_on_commit_callbacks,
) -> None:
    """Whatever way a page was published: what no translator wrote is built over."""
    stranger = get_user_model().objects.create_user("stranger", password="x")
    french = page("value.solidarity", "fr")
    french.body = "<p>Autre chose.</p>"

    with django_capture_on_commit_callbacks(execute=True):
        french.save_revision(user=stranger).publish(user=stranger, skip_permission_checks=True)

    assert _translation("fr").text == "Nous soutenons."
    assert "Nous soutenons" in page("value.solidarity", "fr").body


def test_damaged_text_is_refused_with_its_characters_and_can_be_kept_as_a_draft(
    admin_client,
) -> None:
    source = source_page("value.solidarity")

    response = _post(admin_client, source, "<p>clientsâ€™ needs</p>", **{"action-publish": "1"})

    assert response.status_code == 200
    assert "“â€™”" in response.content.decode()
    assert "text in a wrong encoding" in response.content.decode()
    assert "needs" not in source_page("value.solidarity").body
    assert _post(admin_client, source, "<p>clientsâ€™ needs</p>").status_code == 302


def test_the_key_can_be_chosen_once(admin_client) -> None:
    source = source_page("value.solidarity")

    _post(admin_client, source, "<p>New.</p>", key="value.other", **{"action-publish": "1"})

    assert source_page("value.solidarity").body.startswith("<p")
    assert "New." in source_page("value.solidarity").body


def test_privacy_that_readers_would_not_get_is_not_offered(admin_client) -> None:
    address = reverse("wagtailadmin_pages:set_privacy", args=[source_page("value").pk])

    admin_client.post(address, {"restriction_type": "login"})

    assert not source_page("value").get_view_restrictions().exists()


def test_a_team_decides_what_goes_live(admin_client, django_capture_on_commit_callbacks) -> None:
    team = Team.objects.get(locale=language("es"))
    address = reverse("teams:edit", args=[team.pk])
    assert "Reviewed texts only" in admin_client.get(address).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post(address, {"publish_policy": "reviewed"})

    assert response.status_code == 302
    assert not page("value.solidarity", "es").live


def test_a_translator_decides_nothing_for_the_team(client, spanish_translator) -> None:
    team = Team.objects.get(locale=language("es"))

    response = client.post(reverse("teams:edit", args=[team.pk]), {"publish_policy": "reviewed"})

    assert response.status_code in {302, 403}
    team.refresh_from_db()
    assert team.publish_policy == "translated"
