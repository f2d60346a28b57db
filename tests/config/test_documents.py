"""Documents that can't lie: what they name exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.utils.text import slugify

from patio.catalog.units import State
from patio.config.environment import REPOSITORY
from patio.translation.models import Role

DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z0-9-]+):.*## ", MAKEFILE, re.MULTILINE))
#: Of the mark-up, what is code: blocks between fences, and spans.
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)


def each_document():
    names = [str(path.relative_to(REPOSITORY)) for path in DOCUMENTS]
    return pytest.mark.parametrize("path", DOCUMENTS, ids=names)


def code_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return "\n".join(block or span for block, span in CODE.findall(text))


def anchors_of(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {slugify(heading) for heading in headings}


@each_document()
def test_links_lead_somewhere(path):
    prose = CODE.sub("", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if ":" in target:
            assert target.startswith("https://"), target
            continue
        name, _, anchor = target.partition("#")
        linked = (path.parent / name).resolve() if name else path
        assert linked.exists(), target
        assert not anchor or anchor in anchors_of(linked), target


@each_document()
def test_make_targets_exist(path):
    assert set(re.findall(r"\bmake ([a-z][a-z0-9-]*)", code_of(path))) <= TARGETS


@each_document()
def test_management_commands_and_their_options_exist(path):
    for line in code_of(path).splitlines():
        found = re.search(r"manage\.py ([a-z_]+)(.*)", line)
        if found is None:
            continue
        name, rest = found.groups()
        assert name in get_commands(), line
        app = get_commands()[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        parser = command.create_parser("manage.py", name)
        known = parser.format_help() + "".join(
            sub.format_help()
            for action in parser._actions
            if isinstance(action.choices, dict)
            for sub in action.choices.values()
        )
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in known, line
        step = re.match(r" ([a-z]+)\b", rest)
        if name in {"catalogs", "interface"} and step:
            assert step[1] in known, line


@each_document()
def test_nothing_of_a_workplace_is_named(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"/work/|/home/|/root/|index-url", text) == []


def test_the_changelog_keeps_its_form():
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert "## [Unreleased]" in text
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= kinds


def test_each_decision_is_listed_and_has_a_status():
    folder = REPOSITORY / "docs/adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(folder.glob("0*.md"))
    for number, record in enumerate(records, 1):
        assert record.name.startswith(f"{number:04}-")
        assert f"({record.name})" in index
        text = record.read_text(encoding="utf-8")
        for part in (f"# {number}. ", "Status: ", "## Context", "## Decision", "## Consequences"):
            assert part in text, record.name


def test_translators_are_told_of_each_state():
    text = (REPOSITORY / "docs/translators.md").read_text(encoding="utf-8")
    for state in State:
        assert f"| {state} |" in text


def test_operators_are_told_of_each_role():
    text = (REPOSITORY / "docs/operators.md").read_text(encoding="utf-8")
    for role in Role:
        assert str(role.value) in text


def test_make_alone_lists_each_target():
    listed = subprocess.run(["make"], cwd=REPOSITORY, capture_output=True, text=True).stdout
    assert set(re.findall(r"^  make ([a-z0-9-]+) +\S", listed, re.MULTILINE)) == TARGETS
    assert set(re.findall(r"^\.PHONY: ([a-z0-9-]+)$", MAKEFILE, re.MULTILINE)) == TARGETS


def test_the_licence_is_the_affero_general_public_license():
    text = (REPOSITORY / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "Version 3, 19 November 2007" in text
    assert "13. Remote Network Interaction" in text
