"""The benchmarks run to their end, with little data; what they measure is judged by nobody here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .measuring import Row, show

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not shutil.which("msgmerge"), reason="GNU gettext is not installed")
def test_bench_catalogs_runs_to_the_end() -> None:
    command = [sys.executable, "-m", "tests.bench.catalogs", "--quick"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    *table, last = done.stdout.splitlines()
    assert re.fullmatch(r"goals met: \d+ of \d+", last)
    for part in ("parse", "update, fuzzy", "sync, cold", "memory of sync", "revision of 10 %"):
        assert any(line.startswith(part) for line in table), part


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(Row("x", "1", "y", [1, 9, 2], [2, 2, 2], 1.0), "met", id="a ratio"),
        pytest.param(Row("x", "1", "y", [3, 1, 3], [2, 2, 2], 1.0), "MISSED", id="too slow"),
        pytest.param(Row("x", "1", "", [250.0], goal=300, unit="MB"), "met", id="a figure"),
        pytest.param(Row("x", "1", "y", [1], [2]), "", id="no goal"),
    ],
)
def test_the_table_says_what_is_met(row: Row, expected: str) -> None:
    assert row.cells()[-1] == expected
    met, goals = int(expected == "met"), int(expected != "")
    assert show([row], []).endswith(f"goals met: {met} of {goals}")
