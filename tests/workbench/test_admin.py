"""Wagtail's own editor, on the same rights and the same translations as every other way in."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text

from patio.catalog.units import Origin, State
from patio.translation.models import Membership, Role, Suggestion, Team, Translation
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


class TestAStaleForm:
    """Somebody saved between opening the form and sending it."""

    @pytest.fixture
    def form(self, client, spanish_translator, django_capture_on_commit_callbacks):
        """Open the Spanish form; let a PO file bring another body; then send the form."""
        opened = page("value.solidarity", "es")
        with django_capture_on_commit_callbacks(execute=True):
            translate("es", {BODY: "Nuevo del PO."}, origin=Origin.PO)

        def _send(title: str, body: str):
            opened.title = title
            with django_capture_on_commit_callbacks(execute=True):
                return _post(
                    client,
                    opened,
                    body,
                    loaded_revision_id=str(opened.latest_revision_id),
                    **{"action-publish": "1"},
                )

        return _send

    def test_leaves_alone_what_its_author_did_not_touch(self, form) -> None:
        form(title="Apoyo mutuo", body="<p>Apoyamos.</p>")

        assert _translation().text == "Nuevo del PO."
        assert "Nuevo del PO." in page("value.solidarity", "es").body
        assert page("value.solidarity", "es").title == "Apoyo mutuo"

    def test_overwrites_nothing_and_loses_nothing(self, form, client) -> None:
        response = form(title="Solidaridad", body="<p>Del formulario.</p>")

        assert _translation().text == "Nuevo del PO."
        assert "Nuevo del PO." in page("value.solidarity", "es").body
        assert Suggestion.objects.get().text == "Del formulario."
        answer = client.get(response.url).content.decode()
        assert "Somebody changed a text while you worked on it" in answer


def test_a_kept_draft_takes_over_what_others_translated_meanwhile(
    client, spanish_translator, django_capture_on_commit_callbacks
) -> None:
    waiting = page("value.autonomy", "es")
    with django_capture_on_commit_callbacks(execute=True):
        _post(client, waiting, "<p>A medias.</p>")
    with django_capture_on_commit_callbacks(execute=True):
        translate("es", {"value.autonomy/title": "Autonomía"}, origin=Origin.PO)

    draft = page("value.autonomy", "es").get_latest_revision_as_object()
    assert (draft.title, "A medias." in draft.body) == ("Autonomía", True)
    with django_capture_on_commit_callbacks(execute=True):
        _post(client, draft, "<p>Entera.</p>", **{"action-publish": "1"})

    published = page("value.autonomy", "es")
    assert (published.title, "Entera." in published.body) == ("Autonomía", True)


def test_what_is_not_allowed_is_never_live_even_before_a_worker_comes_by() -> None:
    stranger = get_user_model().objects.create_user("stranger", password="x")
    french = page("value.solidarity", "fr")
    french.body = "<p>Autre chose.</p>"

    french.save_revision(user=stranger).publish(user=stranger, skip_permission_checks=True)

    assert "Nous soutenons" in page("value.solidarity", "fr").body
    assert Suggestion.objects.get().text == "Autre chose."


@pytest.mark.parametrize("view", ["delete", "unpublish", "copy", "move"])
@pytest.mark.parametrize("tag", ["es", "fr"])
def test_pages_of_other_languages_go_nowhere_by_themselves(
    client, spanish_translator, view, tag
) -> None:
    spanish_translator.groups.get().page_permissions.create(
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(codename="bulk_delete_page"),
    )
    before = page("value.solidarity", tag)

    response = client.post(reverse(f"wagtailadmin_pages:{view}", args=[before.pk]))

    assert response.status_code in {302, 403}
    after = page("value.solidarity", tag)
    assert (after.live, after.path) == (True, before.path)


def test_a_language_never_becomes_another(admin_client) -> None:
    spanish = language("es")
    address = reverse("wagtaillocales:edit", args=[spanish.pk])

    response = admin_client.post(address, {"language_code": "it"})

    assert response.status_code in {302, 403}
    spanish.refresh_from_db()
    assert spanish.language_code == "es"


def test_statements_are_added_in_the_source_language(admin_client) -> None:
    address = reverse(
        "wagtailadmin_pages:add",
        args=["statements", "statementpage", page("value", "es").pk],
    )

    assert admin_client.get(address).status_code in {302, 403}


def test_a_copy_with_wagtails_own_title_gets_a_key_of_its_own(admin_client) -> None:
    source = source_page("value.solidarity")
    address = reverse("wagtailadmin_pages:copy", args=[source.pk])

    response = admin_client.post(
        address,
        {
            "new_title": source.title,
            "new_slug": "solidarity-2",
            "new_parent_page": source.get_parent().pk,
            "publish_copies": "on",
        },
    )

    assert response.status_code == 302
    assert source_page("value.solidarity-2").slug == "solidarity-2"


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


def test_damaged_text_is_not_published_in_bulk_either(admin_client) -> None:
    source = source_page("value.solidarity")
    source.body = "<p>clientsâ€™ needs</p>"
    source.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = admin_client.post(f"{address}?id={source.pk}", follow=True)

    assert "“â€™”" in response.content.decode()
    assert "needs" not in source_page("value.solidarity").body


def test_the_key_can_be_chosen_once(admin_client) -> None:
    source = source_page("value.solidarity")

    _post(admin_client, source, "<p>New.</p>", key="value.other", **{"action-publish": "1"})

    assert source_page("value.solidarity").body.startswith("<p")
    assert "New." in source_page("value.solidarity").body


def test_privacy_that_readers_would_not_get_is_not_offered(admin_client) -> None:
    address = reverse("wagtailadmin_pages:set_privacy", args=[source_page("value").pk])

    admin_client.post(address, {"restriction_type": "login"})

    assert not source_page("value").get_view_restrictions().exists()


class TestReview:
    @pytest.fixture
    def reviewer(self, client, spanish_translator):
        """The same person, as a reviewer."""
        spanish_translator.memberships.update(role=Role.REVIEWER)
        return spanish_translator

    def _address(self, tag: str = "es") -> str:
        return reverse("review", args=[page("value.solidarity", tag).pk])

    def test_marks_what_was_read_and_keeps_the_authors_credit(
        self, client, reviewer, django_capture_on_commit_callbacks
    ) -> None:
        shown = client.get(self._address()).content.decode()
        assert "Apoyamos." in shown
        versions = dict(re.findall(r'name="(version-\d+)" value="(\d+)"', shown))

        with django_capture_on_commit_callbacks(execute=True):
            client.post(self._address(), versions)

        assert (_translation().state, _translation().author_name) == (State.REVIEWED, "Ana")
        assert _translation().versions.latest("number").author == reviewer
        assert page("value.solidarity", "es").translation_status["body"]["reviewed"] is True
        assert "Nothing here awaits review." in client.get(self._address()).content.decode()

    def test_marks_nothing_that_has_changed_since(self, client, reviewer) -> None:
        shown = client.get(self._address()).content.decode()
        versions = dict(re.findall(r'name="(version-\d+)" value="(\d+)"', shown))
        translate("es", {BODY: "Otra cosa."})

        answer = client.post(self._address(), versions).content.decode()

        assert _translation().state == State.TRANSLATED
        assert "Otra cosa." in answer

    def test_is_the_reviewers_of_that_language(self, client, spanish_translator) -> None:
        assert client.get(self._address()).status_code in {302, 403}
        spanish_translator.memberships.update(role=Role.REVIEWER)
        assert client.get(self._address("fr")).status_code in {302, 403}

    def test_is_offered_where_it_is_possible(self, client, reviewer) -> None:
        spanish = page("value.solidarity", "es")
        edit = reverse("wagtailadmin_pages:edit", args=[spanish.pk])

        assert self._address() in client.get(edit).content.decode()


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
