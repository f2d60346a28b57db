"""What the catalog's tests say at the end of a run."""

from __future__ import annotations

import pytest

SUMMARY = "summary"
"""The property under which a test records a line of it, with ``record_property``."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == SUMMARY and report.when == "call"
    ]
    if lines:
        terminalreporter.section("PO files")
        for line in lines:
            terminalreporter.write_line(line)
