"""The one way to write translations: rights, versions, checks, history, what goes live."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patio.catalog.units import Origin, RevisionKind, State, UnitKey
from patio.translation.errors import (
    CheckFailedError,
    EmptyTextError,
    PermissionDeniedError,
    StaleVersionError,
)
from patio.translation.models import (
    AppendOnlyError,
    Membership,
    PublishPolicy,
    Role,
    SourceVersion,
    Suggestion,
    Team,
    Translation,
    TranslationVersion,
    Unit,
)
from patio.translation.permissions import Action, Actor, can
from patio.translation.selectors import progress_by_language, unit_translations
from patio.translation.services import (
    TranslationChange,
    save_translation,
    save_translations,
    set_publish_policy,
)
from patio.translation.sources import SourceText, record_sources, retire_statements
from tests.factories import EVERYONE, language, load, translate, unit

pytestmark = pytest.mark.django_db

KEY = "value.solidarity/body"


def _change(text: str, *, version: int = 0, state: State = State.TRANSLATED) -> TranslationChange:
    return TranslationChange(
        unit=unit(KEY), text=text, state=state, expected_version=version, origin=Origin.CMS
    )


def _team(tag: str = "es") -> Team:
    return Team.objects.select_related("locale").get(locale=language(tag))


def _translation(tag: str = "es") -> Translation:
    return Translation.objects.select_related("live", "source").get(
        unit=unit(KEY), locale__language_code=tag
    )


def _revise(text: str, kind: RevisionKind = RevisionKind.MEANING) -> None:
    sources = [
        SourceText(
            key=item.key,
            text=text if str(item.key) == KEY else item.current_source.text,
            message_format=item.message_format,
            description=item.description,
            kind=kind,
        )
        for item in Unit.objects.filter(statement_key="value.solidarity").select_related(
            "current_source"
        )
    ]
    record_sources(sources={"value.solidarity": sources})


@pytest.fixture(autouse=True)
def _site() -> None:
    load()


class TestSaving:
    def test_writes_text_history_and_what_is_live(self) -> None:
        saved = save_translation(actor=EVERYONE, team=_team(), change=_change("Apoyamos."))

        assert (saved.text, saved.version, saved.state) == ("Apoyamos.", 1, State.TRANSLATED)
        (version,) = TranslationVersion.objects.all()
        assert (version.text, version.number, version.author_name) == ("Apoyamos.", 1, "Ana")
        assert _translation().live == version

    def test_of_a_read_version_counts_up(self) -> None:
        translate("es", {KEY: "uno"})

        saved = save_translation(actor=EVERYONE, team=_team(), change=_change("dos", version=1))

        assert saved.version == 2
        assert [v.text for v in TranslationVersion.objects.all()] == ["uno", "dos"]

    def test_of_a_stale_version_is_answered_with_both_texts(self) -> None:
        translate("es", {KEY: "uno"})
        translate("es", {KEY: "dos"})

        with pytest.raises(StaleVersionError) as error:
            save_translation(actor=EVERYONE, team=_team(), change=_change("tres", version=1))

        assert (error.value.theirs, error.value.mine) == ("dos", "tres")
        assert _translation().text == "dos"

    @pytest.mark.parametrize(
        "text",
        ["a\x00b", "a\u202eb", "x" * 60_000, "clientsâ€™", " \n", "&nbsp;", "a&#8203;b"],
        ids=["NUL", "override", "too long", "mojibake", "blank", "blank by name", "invisible"],
    )
    def test_of_a_bad_text_is_refused(self, text: str) -> None:
        with pytest.raises(CheckFailedError):
            save_translation(actor=EVERYONE, team=_team(), change=_change(text))

        assert not Translation.objects.exists()

    def test_a_fuzzy_text_leaves_the_last_good_one_live(self) -> None:
        translate("es", {KEY: "bueno"})
        translate("es", {KEY: "a medias"}, state=State.FUZZY)

        translation = _translation()
        assert (translation.text, translation.live.text) == ("a medias", "bueno")

    def test_clearing_takes_the_text_off_the_site_and_history_keeps_it(self) -> None:
        translate("es", {KEY: "texto"})
        translate("es", {KEY: ""}, state=State.UNTRANSLATED)

        assert _translation().live is None
        assert TranslationVersion.objects.filter(text="texto").exists()

    def test_one_refusal_does_not_keep_the_others_out(self) -> None:
        other = unit("value.solidarity/title")
        changes = [
            _change("a\x00"),
            TranslationChange(other, "Solidaridad", State.TRANSLATED, 0, Origin.CMS),
        ]

        report = save_translations(actor=EVERYONE, team=_team(), changes=changes)

        assert list(report.saved) == [UnitKey("value.solidarity", "title")]
        assert list(report.refused) == [UnitKey("value.solidarity", "body")]


class TestRights:
    def _user(self, role: str | None = None, tag: str = "es", **fields: bool):
        user = get_user_model().objects.create_user("u", password="x", **fields)
        if role:
            Membership.objects.create(team=_team(tag), user=user, role=role)
        return user

    @pytest.mark.parametrize(
        ("role", "state", "allowed"),
        [
            (None, State.TRANSLATED, False),
            (Role.TRANSLATOR, State.TRANSLATED, True),
            (Role.TRANSLATOR, State.REVIEWED, False),
            (Role.REVIEWER, State.REVIEWED, True),
            (Role.COORDINATOR, State.REVIEWED, True),
        ],
    )
    def test_by_role(self, role, state, allowed) -> None:
        actor = Actor.of_user(self._user(role))

        report = save_translations(actor=actor, team=_team(), changes=[_change("x", state=state)])

        assert bool(report.saved) is allowed

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"first_name": "Inés", "last_name": "Gómez"}, "Inés Gómez"),
            ({"first_name": "Ana\nLanguage: fr", "last_name": "<b>"}, "Ana Language: fr"),
            ({"first_name": "ana@example.org"}, "somebody"),
            ({"username": "inés.g@example.org"}, "inés.g"),
        ],
    )
    def test_go_with_a_name_that_fits_a_header(self, fields, name) -> None:
        user = get_user_model()(**{"username": "somebody", "is_superuser": True} | fields)

        assert Actor.of_user(user).name == name

    def test_end_at_the_language(self) -> None:
        actor = Actor.of_user(self._user(Role.COORDINATOR, tag="es"))

        with pytest.raises(PermissionDeniedError, match="may not translate in the language “fr”"):
            save_translation(actor=actor, team=_team("fr"), change=_change("x"))

    def test_of_a_catalog_end_at_its_language_and_never_review(self) -> None:
        actor = Actor.of_catalog("es", "Ana")

        assert can(actor, Action.TRANSLATE, "es")
        assert not can(actor, Action.REVIEW, "es")
        assert not can(actor, Action.TRANSLATE, "fr")

    def test_of_an_administrator_hold_everywhere(self) -> None:
        assert can(Actor.of_user(self._user(is_superuser=True)), Action.REVIEW, "fr")

    def test_of_a_blocked_user_are_none(self) -> None:
        actor = Actor.of_user(self._user(is_superuser=True, is_active=False))

        assert not can(actor, Action.TRANSLATE, "es")


class TestRevisions:
    def test_of_meaning_make_every_translation_outdated_and_change_none(self) -> None:
        translate("es", {KEY: "Apoyamos."})
        translate("fr", {KEY: "Nous soutenons."})

        _revise("We support everyone.")

        for tag, text in (("es", "Apoyamos."), ("fr", "Nous soutenons.")):
            (item,) = [i for i in unit_translations(language(tag)) if str(i.unit) == KEY]
            assert item.is_outdated
            assert item.state is State.FUZZY
            assert item.translation.live.text == text
            assert item.translation.source.text == "We support *our members*."

    def test_of_wording_leave_translations_valid(self) -> None:
        translate("es", {KEY: "Apoyamos."})

        _revise("We support *our members*!", RevisionKind.WORDING)

        (item,) = [i for i in unit_translations(language("es")) if str(i.unit) == KEY]
        assert item.state is State.TRANSLATED

    def test_back_to_an_earlier_text_make_its_translations_valid_at_once(self) -> None:
        translate("es", {KEY: "Apoyamos."})
        _revise("We support everyone.")
        _revise("We support *our members*.")

        (item,) = [i for i in unit_translations(language("es")) if str(i.unit) == KEY]
        assert item.state is State.TRANSLATED
        assert [v.number for v in SourceVersion.objects.filter(unit=unit(KEY))] == [1, 2, 3]

    def test_that_change_nothing_write_nothing(self) -> None:
        assert SourceVersion.objects.filter(unit=unit(KEY)).count() == 1
        _revise("We support *our members*.")
        assert SourceVersion.objects.filter(unit=unit(KEY)).count() == 1

    def test_cost_the_same_for_any_number_of_languages(self, django_assert_num_queries) -> None:
        translate("es", {KEY: "x"})
        with CaptureQueriesContext(connection) as few:
            _revise("One.")
        for tag in ("fr", "de", "it", "ar", "pl"):
            translate(tag, {KEY: "x"})

        with django_assert_num_queries(len(few)):
            _revise("Two.")

    def test_retired_units_keep_their_translations(self) -> None:
        translate("es", {KEY: "Apoyamos."})

        retire_statements(statement_keys=["value.solidarity"])

        assert unit(KEY).retired_at is not None
        assert _translation().text == "Apoyamos."


class TestHistory:
    def test_is_append_only(self) -> None:
        translate("es", {KEY: "uno"})
        version = TranslationVersion.objects.get()

        with pytest.raises(AppendOnlyError):
            version.save()
        with pytest.raises(AppendOnlyError):
            version.delete()
        with pytest.raises(AppendOnlyError):
            TranslationVersion.objects.update(text="x")
        with pytest.raises(AppendOnlyError):
            SourceVersion.objects.all().delete()

    def test_outlives_its_authors_account(self) -> None:
        user = get_user_model().objects.create_user("ana", password="x", is_superuser=True)
        save_translation(actor=Actor.of_user(user), team=_team(), change=_change("Apoyamos."))

        user.delete()

        version = TranslationVersion.objects.get()
        assert (version.text, version.author, version.author_name) == ("Apoyamos.", None, "ana")

    def test_no_cascade_reaches_a_text(self) -> None:
        from django.db.models import PROTECT, SET_NULL

        for model in (SourceVersion, Translation, TranslationVersion, Suggestion):
            for field in model._meta.get_fields():
                if field.many_to_one:
                    assert field.remote_field.on_delete in {PROTECT, SET_NULL}, field

    def test_takes_the_name_of_a_user_whose_name_is_longer(self) -> None:
        """Django allows 301 characters; PostgreSQL refuses what does not fit its column."""
        user = get_user_model().objects.create_user(
            "ana", password="x", first_name="A" * 150, last_name="B" * 150, is_superuser=True
        )

        save_translation(actor=Actor.of_user(user), team=_team(), change=_change("Apoyamos."))

        assert _translation().author_name == f"{'A' * 150} {'B' * 49}"


class TestPolicy:
    def test_reviewed_only_lets_no_other_text_out(self) -> None:
        translate("es", {KEY: "leído"}, state=State.REVIEWED)
        translate("es", {KEY: "nuevo"})
        set_publish_policy(actor=EVERYONE, team=_team(), policy=PublishPolicy.REVIEWED)

        assert _translation().live.text == "leído"

        set_publish_policy(actor=EVERYONE, team=_team(), policy=PublishPolicy.TRANSLATED)
        assert _translation().live.text == "nuevo"

    def test_is_the_coordinators_to_change(self) -> None:
        with pytest.raises(PermissionDeniedError):
            set_publish_policy(
                actor=Actor.of_catalog("es"), team=_team(), policy=PublishPolicy.REVIEWED
            )


@pytest.mark.parametrize("state", [State.TRANSLATED, State.REVIEWED, State.FUZZY])
def test_an_empty_text_is_no_translation(state: State) -> None:
    translate("es", {KEY: "Apoyamos."})

    with pytest.raises(EmptyTextError, match="write one"):
        save_translation(actor=EVERYONE, team=_team(), change=_change("", version=1, state=state))

    assert (_translation().text, _translation().live.text) == ("Apoyamos.", "Apoyamos.")


def test_progress_counts_each_unit_once(django_assert_num_queries) -> None:
    translate("es", {KEY: "x", "value.solidarity/title": "y", "home/slogan": "z"})
    translate("es", {"home/slogan": "w"}, state=State.REVIEWED)
    translate("es", {"home/title": "Patio"}, state=State.FUZZY)
    _revise("New.")

    with django_assert_num_queries(3):
        (progress,) = progress_by_language()

    counts = (progress.reviewed, progress.translated, progress.fuzzy, progress.untranslated)
    assert counts == (1, 1, 2, progress.units - 4)
    assert progress.live == 3


def test_saving_costs_the_same_for_any_number_of_units(django_assert_num_queries) -> None:
    units = list(Unit.objects.select_related("current_source"))
    spanish, french = _team("es"), _team("fr")

    def save(team: Team, some: list[Unit]) -> None:
        changes = [TranslationChange(each, "x", State.TRANSLATED, 0, Origin.CMS) for each in some]
        save_translations(actor=EVERYONE, team=team, changes=changes)

    with CaptureQueriesContext(connection) as few:
        save(spanish, units[:1])

    with django_assert_num_queries(len(few)):
        save(french, units)
