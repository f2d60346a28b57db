"""Remarks on files in the forms that people, GitHub, GitLab and programs read.

What stands in a file is nobody's to trust: whatever a name or a text holds, a remark is one line
and one remark.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from .checking import CheckReport, Remark

#: GitLab's words; its merge request lists them from the worst.
_GITLAB_SEVERITIES: Final = {"error": "major", "warning": "minor"}


def as_line(remark: Remark) -> str:
    """``file:line:column: unit: message [check]``, with a word for a warning."""
    kind = "warning: " if remark.severity == "warning" else ""
    unit = f"{remark.unit}: " if remark.unit else ""
    place = f"{remark.file}:{remark.place.line}:{remark.place.column}"
    return _printable(f"{place}: {kind}{unit}{remark.message} [{remark.check}]")


def as_github_command(remark: Remark) -> str:
    """A workflow command, which GitHub shows at the line of the file.

    Source: docs.github.com, *Workflow commands for GitHub Actions*; escapes as in
    ``actions/toolkit``, ``packages/core/src/command.ts``.
    """
    properties = {
        "file": remark.file,
        "line": str(remark.place.line),
        "endLine": str(remark.place.end_line),
        "col": str(remark.place.column),
        "title": f"{remark.check}: {remark.unit}" if remark.unit else remark.check,
    }
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{remark.severity} {written}::{_data(remark.message)}"


def as_gitlab_report(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    """A Code Quality report.

    The fingerprint says which remark it is, whatever line it moves to, so that a merge request
    shows only what it changed.

    Source: docs.gitlab.com, *Code Quality*, *Code Quality report format*.
    """
    report = []
    seen: Counter[tuple[str, ...]] = Counter()
    for remark in remarks:
        key = (remark.file, remark.check, remark.unit, remark.message)
        seen[key] += 1
        identity = "\0".join([*key, str(seen[key])]).encode("utf-8", "surrogatepass")
        unit = f"{remark.unit}: " if remark.unit else ""
        report.append(
            {
                "description": _printable(f"{unit}{remark.message}"),
                "check_name": remark.check,
                "fingerprint": hashlib.sha256(identity).hexdigest(),
                "severity": _GITLAB_SEVERITIES[remark.severity],
                "location": {
                    "path": remark.file,
                    "lines": {"begin": remark.place.line, "end": remark.place.end_line},
                },
            }
        )
    return report


def as_json(report: CheckReport) -> dict[str, Any]:
    """All that was found, for programs."""
    return {
        "files": [
            {
                "file": file.file,
                "language": file.language,
                "units": file.units,
                "translated": file.translated,
                "fuzzy": file.fuzzy,
                "errors": file.count("error"),
                "warnings": file.count("warning"),
            }
            for file in report.files
        ],
        "findings": [
            {
                "file": remark.file,
                "line": remark.place.line,
                "column": remark.place.column,
                "end_line": remark.place.end_line,
                "unit": remark.unit,
                "check": remark.check,
                "severity": remark.severity,
                "message": remark.message,
                "fix": remark.fix,
            }
            for remark in report.all_remarks
        ],
    }


def _printable(text: str) -> str:
    """A text in one line, nothing hidden in it; ``##[`` would begin an older kind of command."""
    shown = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )
    return shown.replace("##[", "## [")


def _data(text: str) -> str:
    return _visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _visible(text: str) -> str:
    """What can't be shown, by its escape; line breaks have GitHub's own."""
    return "".join(
        c if c.isprintable() or c in "\r\n" else c.encode("unicode_escape").decode("ascii")
        for c in text
    )
