"""Warnings dismissed and turned off: by whom, of which text, and how long."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from patio.catalog.units import RevisionKind, State, UnitKey
from patio.translation.dismissals import (
    DismissalError,
    dismiss_finding,
    turn_checks_off,
    withdraw_dismissal,
)
from patio.translation.errors import PermissionDeniedError
from patio.translation.findings import findings_for
from patio.translation.models import AppendOnlyError, Dismissal, Membership, Role, Team, Translation
from patio.translation.permissions import Actor
from patio.translation.selectors import active_units, unit_translations
from patio.translation.sources import SourceText, record_sources
from tests.factories import EVERYONE, language, load, translate, unit

pytestmark = pytest.mark.django_db

KEY = "value.solidarity/body"
DOUBLED = "Apoyamos a a nuestra gente."
REASON = "The second one is a letter."


@pytest.fixture(autouse=True)
def _statements() -> None:
    load()
    translate("es", {KEY: DOUBLED})


def _team(tag: str = "es") -> Team:
    return Team.objects.select_related("locale").get(locale=language(tag))


def _translation() -> Translation:
    return Translation.objects.select_related("unit", "locale", "source").get(unit=unit(KEY))


def _member(role: str, tag: str = "es") -> Actor:
    user = get_user_model().objects.create_user(f"{role}-{tag}")
    Membership.objects.create(team=_team(tag), user=user, role=role)
    return Actor.of_user(user)


def _dismiss(actor: Actor = EVERYONE, **given: str) -> Dismissal:
    values = {"check_id": "doubled-words", "reason": REASON} | given
    return dismiss_finding(actor=actor, translation=_translation(), **values)


def _standing() -> list[str]:
    (found,) = findings_for(language("es"), unit_translations(language("es"), ["value.solidarity"]))
    return [finding.check for finding in found.standing]


def _dismissed() -> list[tuple[str, str]]:
    (found,) = findings_for(language("es"), unit_translations(language("es"), ["value.solidarity"]))
    return [(finding.check, dismissal.reason) for finding, dismissal in found.dismissed]


def _revise(text: str) -> None:
    key = UnitKey.parse(KEY)
    sources = [
        SourceText(
            key=item.key,
            text=text if item.key == key else item.current_source.text,
            message_format=item.message_format,
            description=item.description,
            kind=RevisionKind.WORDING,
        )
        for item in active_units(["value.solidarity"])
    ]
    record_sources(sources={"value.solidarity": sources})


class TestDismissing:
    def test_lays_a_warning_to_rest_with_its_reason(self) -> None:
        assert _standing() == ["doubled-words"]

        _dismiss()

        assert _standing() == []
        assert _dismissed() == [("doubled-words", REASON)]

    def test_a_changed_text_brings_it_up_again_and_its_return_lays_it_down(self) -> None:
        _dismiss()
        translate("es", {KEY: DOUBLED.replace("gente", "gente querida")})
        assert _standing() == ["doubled-words"]

        translate("es", {KEY: DOUBLED})
        assert _standing() == []

    def test_a_changed_source_brings_it_up_again(self) -> None:
        _dismiss()
        _revise("we support all of our members, and show it.")
        translate("es", {KEY: DOUBLED})

        assert _standing() == ["doubled-words"]

    def test_twice_is_once_and_the_first_reason_stays(self) -> None:
        first = _dismiss()

        assert _dismiss(reason="Another.") == first
        assert Dismissal.objects.get().reason == REASON

    def test_can_be_withdrawn_and_the_row_stays(self) -> None:
        dismissal = _dismiss()

        withdraw_dismissal(actor=EVERYONE, dismissal=dismissal)
        withdrawn_at = dismissal.withdrawn_at
        withdraw_dismissal(actor=EVERYONE, dismissal=dismissal)

        assert _standing() == ["doubled-words"]
        assert Dismissal.objects.get().withdrawn_at == withdrawn_at is not None
        assert _dismiss() != dismissal

    def test_is_never_deleted(self) -> None:
        dismissal = _dismiss()

        with pytest.raises(AppendOnlyError):
            dismissal.delete()
        with pytest.raises(AppendOnlyError):
            Dismissal.objects.all().delete()

    @pytest.mark.parametrize(
        ("check_id", "reason", "message"),
        [
            pytest.param("damage", REASON, "is an error", id="an error"),
            pytest.param("spelling", REASON, "is no check", id="no check"),
            pytest.param("doubled-words", " \n", "Say in 1 to 500", id="no reason"),
            pytest.param("doubled-words", "x" * 501, "Say in 1 to 500", id="a novel"),
        ],
    )
    def test_is_refused(self, check_id: str, reason: str, message: str) -> None:
        with pytest.raises(DismissalError, match=message):
            _dismiss(check_id=check_id, reason=reason)

    @pytest.mark.parametrize("role", Role.values)
    def test_is_for_everyone_who_may_translate_the_language(self, role: str) -> None:
        assert _dismiss(_member(role)).author_name == f"{role}-es"

    def test_is_for_nobody_of_another_language(self) -> None:
        stranger = _member(Role.COORDINATOR, "fr")
        with pytest.raises(PermissionDeniedError):
            _dismiss(stranger)
        with pytest.raises(PermissionDeniedError):
            withdraw_dismissal(actor=stranger, dismissal=_dismiss())


class TestTurningOff:
    def test_a_check_is_not_looked_for_in_the_language(self) -> None:
        turned_off = turn_checks_off(
            actor=_member(Role.COORDINATOR), team=_team(), check_ids={"doubled-words", "names"}
        )

        assert turned_off == ["doubled-words", "names"] == _team().checks_turned_off
        assert _standing() == []

    def test_the_others_are_on_again(self) -> None:
        turn_checks_off(actor=EVERYONE, team=_team(), check_ids=["doubled-words"])
        turn_checks_off(actor=EVERYONE, team=_team(), check_ids=[])

        assert _standing() == ["doubled-words"]

    @pytest.mark.parametrize("check_id", ["numbers", "spelling"])
    def test_is_refused_of_errors_and_of_what_is_no_check(self, check_id: str) -> None:
        with pytest.raises(DismissalError):
            turn_checks_off(actor=EVERYONE, team=_team(), check_ids=["names", check_id])

        assert _team().checks_turned_off == []

    def test_is_for_coordinators(self) -> None:
        with pytest.raises(PermissionDeniedError):
            turn_checks_off(actor=_member(Role.REVIEWER), team=_team(), check_ids=["names"])


class TestFindings:
    def test_cost_two_queries_however_many_units_there_are(self, django_assert_num_queries) -> None:
        texts = {str(item.key): f"El el {item.current_source.text}" for item in active_units()}
        translate("es", texts)
        locale = language("es")

        for keys in (["value.solidarity"], None):
            items = unit_translations(locale, keys)
            with django_assert_num_queries(2):
                found = findings_for(locale, items)
            assert len(found) == len(items)
            assert all(one.standing for one in found)

    def test_of_a_fuzzy_text_are_those_of_the_text_alone(self) -> None:
        _revise("We support 2,345 members.")
        translate("es", {KEY: "Apoyamos"}, state=State.FUZZY)

        assert _standing() == []
