"""The list of checks says what the registry says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from patio.catalog.checks import registered_checks

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_list_is_what_the_registry_says() -> None:
    script = DOCS / "checks_list.py"
    result = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("check_id", registered_checks())
def test_each_check_has_a_section(check_id: str) -> None:
    assert f"\n### {check_id}\n" in (DOCS / "checks.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("check", registered_checks().values(), ids=lambda check: check.id)
def test_each_check_is_described_and_has_examples(check) -> None:
    assert check.name
    assert check.description.endswith(".")
    assert check.bad
    assert check.good
