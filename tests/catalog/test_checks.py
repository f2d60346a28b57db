"""Every check on pairs that it must fail and pairs that it must pass, in many scripts."""

from __future__ import annotations

import pytest

from patio.catalog.checks import Check, Example, Finding, check_translation, registered_checks
from patio.catalog.languages import Language

CHECKS = list(registered_checks().values())
NAMES = ("Patio",)


def findings(example: Example) -> list[Finding]:
    return check_translation(
        source=example.source,
        text=example.text,
        message_format=example.message_format,
        language=Language.parse(example.language),
        names=NAMES,
    )


def _table(kind: str):
    return [
        pytest.param(check, example, id=f"{check.id}: {example.text[:40]!r} ({example.language})")
        for check in CHECKS
        for example in getattr(check, kind)
    ]


@pytest.mark.parametrize(("check", "example"), _table("bad"))
def test_a_bad_pair_is_found(check: Check, example: Example) -> None:
    found = [finding for finding in findings(example) if finding.check == check.id]
    assert found, findings(example)
    for finding in found:
        assert finding.severity == check.severity
        assert finding.span is None or 0 <= finding.span[0] < finding.span[1] <= len(example.text)


@pytest.mark.parametrize(("check", "example"), _table("good"))
def test_a_good_pair_is_not(check: Check, example: Example) -> None:
    assert [finding for finding in findings(example) if finding.check == check.id] == []
