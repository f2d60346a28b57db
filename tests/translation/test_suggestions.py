"""Deciding on suggestions: rights, versions, checks, and nothing is lost."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from patio.catalog.units import Origin, State
from patio.translation.errors import (
    CheckFailedError,
    DecidedError,
    PermissionDeniedError,
    RefusedError,
    StaleVersionError,
)
from patio.translation.models import Membership, Role, Suggestion, Team, Translation
from patio.translation.permissions import Actor
from patio.translation.queue import suggestion_beside_translation, waiting
from patio.translation.services import add_suggestions
from patio.translation.suggestions import accept_suggestion, dismiss_suggestion
from tests.factories import EVERYONE, language, load, revise, translate, unit

pytestmark = pytest.mark.django_db

KEY = "value.solidarity/body"
Decision, Reason = Suggestion.Decision, Suggestion.Reason


@pytest.fixture(autouse=True)
def _site() -> None:
    load()
    translate("es", {KEY: "Del sitio."})


def _suggest(text: str = "Del archivo.", *, tag: str = "es", key: str = KEY, **fields) -> None:
    given = {"reason": Reason.CONFLICT, "origin": Origin.PO, "author_name": "Inés"} | fields
    suggestion = Suggestion(unit=unit(key), locale=language(tag), text=text, **given)
    add_suggestions(suggestions=[suggestion])


def _suggestion(**filters) -> Suggestion:
    return Suggestion.objects.get(**filters)


def _team(tag: str = "es") -> Team:
    return Team.objects.select_related("locale").get(locale=language(tag))


def _translation(tag: str = "es") -> Translation:
    return Translation.objects.get(unit=unit(KEY), locale__language_code=tag)


def _accept(suggestion: Suggestion, *, version: int = 1, actor: Actor = EVERYONE, **options):
    return accept_suggestion(
        actor=actor, team=_team(), suggestion=suggestion, expected_version=version, **options
    )


def _dismiss(suggestion: Suggestion, actor: Actor = EVERYONE, **options) -> Suggestion:
    return dismiss_suggestion(actor=actor, team=_team(), suggestion=suggestion, **options)


def _user(role: str, tag: str):
    user = get_user_model().objects.create_user("u", first_name="Ulla", password="x")
    Membership.objects.create(team=_team(tag), user=user, role=role)
    return user


def test_a_suggestion_stands_once() -> None:
    for _attempt in range(2):
        _suggest()

    assert len(waiting()) == 1


class TestAccepting:
    def test_makes_it_the_translation_of_its_author(self) -> None:
        _suggest()
        user = _user(Role.TRANSLATOR, "es")

        saved = _accept(_suggestion(), actor=Actor.of_user(user), reason="better")

        assert (saved.text, saved.version, saved.state) == ("Del archivo.", 2, State.TRANSLATED)
        assert (saved.author_name, saved.origin) == ("Inés", Origin.PO)
        version = saved.versions.latest("number")
        assert (version.author, version.author_name) == (user, "Inés")
        assert saved.live == version
        decided = _suggestion()
        assert (decided.decision, decided.resolved_version) == (Decision.ACCEPTED, 2)
        assert (decided.resolved_by, decided.resolved_by_name) == (user, "Ulla")
        assert decided.resolution_reason == "better"
        assert waiting() == []

    def test_a_merged_text_is_the_actors(self) -> None:
        _suggest()

        saved = _accept(_suggestion(), text="De los dos.")

        assert (saved.text, saved.author_name, saved.origin) == ("De los dos.", "Ana", Origin.CMS)
        decided = _suggestion()
        assert (decided.decision, decided.text) == (Decision.MERGED, "Del archivo.")
        assert decided.author_name == "Inés"

    def test_a_merge_by_nobody_known_keeps_the_authors_name(self) -> None:
        _suggest()

        saved = _accept(_suggestion(), actor=Actor.of_catalog("es"), text="De los dos.")

        assert saved.author_name == "Inés"

    def test_of_a_stale_version_is_refused_with_both_texts(self) -> None:
        _suggest()
        translate("es", {KEY: "Más nuevo."})

        with pytest.raises(StaleVersionError) as error:
            _accept(_suggestion(), version=1)

        assert (error.value.theirs, error.value.mine) == ("Más nuevo.", "Del archivo.")
        assert _suggestion().resolved_at is None
        assert _translation().text == "Más nuevo."

    @pytest.mark.parametrize("text", ["", "  ", "a\x00b", "clientsâ€™"])
    def test_a_text_that_a_check_refuses_decides_nothing(self, text) -> None:
        _suggest()

        with pytest.raises(RefusedError):
            _accept(_suggestion(), text=text)

        assert (_suggestion().decision, _translation().version) == ("", 1)

    def test_a_refused_text_can_be_mended(self) -> None:
        _suggest("una\x07", reason=Reason.REFUSED)
        with pytest.raises(CheckFailedError):
            _accept(_suggestion())

        assert _accept(_suggestion(), text="una").text == "una"

    def test_where_there_is_no_translation_makes_the_first(self) -> None:
        _suggest(key="value.autonomy/body", reason=Reason.REFUSED)

        saved = _accept(_suggestion(), version=0)

        assert (saved.unit.key.statement, saved.version) == ("value.autonomy", 1)

    def test_a_text_for_an_older_source_is_fuzzy_and_the_live_one_stays(self) -> None:
        _suggest(source_text="We support *our members*.")
        revise("value.solidarity", body="<p>We support everyone.</p>")

        saved = _accept(_suggestion())

        assert (saved.state, saved.source.text) == (State.FUZZY, "We support *our members*.")
        assert saved.live.text == "Del sitio."

    def test_a_merged_text_is_for_the_present_source(self) -> None:
        _suggest(source_text="We support *our members*.")
        revise("value.solidarity", body="<p>We support everyone.</p>")

        saved = _accept(_suggestion(), text="Apoyamos a todo el mundo.")

        assert (saved.state, saved.source) == (State.TRANSLATED, unit(KEY).current_source)
        assert saved.live.text == "Apoyamos a todo el mundo."


class TestDismissing:
    def test_keeps_both_texts(self) -> None:
        _suggest()

        decided = _dismiss(_suggestion(), reason="older")

        assert (decided.decision, decided.resolved_version) == (Decision.DISMISSED, 1)
        assert (_translation().text, _translation().version) == ("Del sitio.", 1)
        assert waiting() == []
        found = suggestion_beside_translation(decided.pk)
        assert found is not None
        assert found.suggestion.text == "Del archivo."


class TestRights:
    @pytest.mark.parametrize("role", Role.values)
    def test_end_at_the_language(self, role) -> None:
        _suggest(tag="fr")
        actor = Actor.of_user(_user(role, "es"))

        for team in (_team("es"), _team("fr")):
            with pytest.raises(PermissionDeniedError, match="“fr”"):
                accept_suggestion(
                    actor=actor, team=team, suggestion=_suggestion(), expected_version=0
                )
            with pytest.raises(PermissionDeniedError, match="“fr”"):
                dismiss_suggestion(actor=actor, team=team, suggestion=_suggestion())

        assert _suggestion().resolved_at is None
        assert not Translation.objects.filter(locale=language("fr")).exists()

    def test_no_team_but_the_languages_own_will_do(self) -> None:
        _suggest(tag="fr")

        with pytest.raises(PermissionDeniedError):
            _accept(_suggestion(), version=0)

    def test_what_is_decided_stays_decided(self) -> None:
        _suggest()
        stale = _suggestion()
        _dismiss(_suggestion())

        for decide in (_accept, _dismiss):
            with pytest.raises(DecidedError, match="dismissed already"):
                decide(stale)

        assert _translation().version == 1

    def test_a_closed_account_takes_no_decision_with_it(self) -> None:
        _suggest()
        user = _user(Role.TRANSLATOR, "es")
        _dismiss(_suggestion(), Actor.of_user(user))

        user.delete()

        assert (_suggestion().resolved_by, _suggestion().resolved_by_name) == (None, "Ulla")


class TestTheSameTextAgain:
    def test_stays_decided_beside_the_same_translation(self) -> None:
        """A file that nobody writes to brings it at every sync."""
        for _sync in range(3):
            _suggest()
            for suggestion in Suggestion.objects.filter(resolved_at=None):
                _dismiss(suggestion)

        assert Suggestion.objects.count() == 1

    def test_is_asked_anew_beside_another_translation(self) -> None:
        _suggest()
        _dismiss(_suggestion(), reason="older")
        translate("es", {KEY: "Otro."})

        _suggest()
        _suggest()

        (item,) = waiting()
        assert (item.suggestion.text, item.text, item.version) == ("Del archivo.", "Otro.", 2)
        assert Suggestion.objects.get(decision=Decision.DISMISSED).resolution_reason == "older"

    def test_is_asked_in_each_language_and_unit(self) -> None:
        _suggest()
        _dismiss(_suggestion())

        _suggest(tag="fr")
        _suggest(key="value.solidarity/title")
        _suggest(reason=Reason.REFUSED)

        reasons = Reason.values
        found = {(w.language, str(w.suggestion.unit)) for w in waiting(reasons=reasons)}
        assert found == {("fr", KEY), ("es", "value.solidarity/title"), ("es", KEY)}


class TestQueue:
    def test_is_of_some_languages_and_reasons(self) -> None:
        _suggest("uno")
        _suggest("dos", reason=Reason.OBSOLETE)
        _suggest("un", tag="fr")

        assert [item.suggestion.text for item in waiting()] == ["uno", "un"]
        assert [item.suggestion.text for item in waiting(tags=["fr"])] == ["un"]
        texts = [item.suggestion.text for item in waiting(tags=["es"], reasons=Reason.values)]
        assert texts == ["uno", "dos"]

    @pytest.mark.parametrize("count", [1, 12])
    def test_costs_the_same_for_any_number(self, count, django_assert_num_queries) -> None:
        for number in range(count):
            _suggest(f"texto {number}", tag=("es", "fr", "de")[number % 3])

        with django_assert_num_queries(2):
            shown = [(str(w.suggestion.unit), w.language, w.text) for w in waiting()]

        assert len(shown) == count

    @pytest.mark.parametrize("count", [1, 12])
    def test_adding_costs_the_same_for_any_number(self, count, django_assert_num_queries) -> None:
        _suggest()
        _dismiss(_suggestion())
        new = [
            Suggestion(
                unit=unit(KEY),
                locale=language("es"),
                text=f"texto {number}" if number else "Del archivo.",
                reason=Reason.CONFLICT,
                origin=Origin.PO,
            )
            for number in range(count)
        ]

        with django_assert_num_queries(3 if count > 1 else 2):
            add_suggestions(suggestions=new)

        assert len(waiting()) == count - 1
