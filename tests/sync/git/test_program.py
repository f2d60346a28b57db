"""Running git: nothing from outside decides what it does, and it always ends."""

from __future__ import annotations

import shlex
import sys
import time
from pathlib import Path

import pytest

from patio.sync.git import program
from patio.sync.git.authors import credited
from patio.sync.git.errors import GitError, GitMissingError, GitTimeoutError


def test_a_git_that_does_not_end_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    late, wait = tmp_path / "late.py", tmp_path / "wait.py"
    late.write_text(
        f"import time, pathlib\ntime.sleep(3)\npathlib.Path({str(tmp_path / 'late')!r}).touch()\n"
    )
    wait.write_text("import time; time.sleep(30)")
    python = shlex.quote(sys.executable)
    alias = f"alias.wait=!{python} {late} & {python} {wait}"
    begun = time.monotonic()

    with pytest.raises(GitTimeoutError, match=r"more than 0|more than 1"):
        program.run("-c", alias, "wait", cwd=tmp_path, timeout=0.5)

    assert time.monotonic() - begun < 20
    time.sleep(3)
    assert not (tmp_path / "late").exists()


def test_no_git_is_told(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(GitMissingError, match="install git"):
        program.run("status", cwd=tmp_path)


def test_a_failure_says_what_git_said(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not a git repository"):
        program.output("status", cwd=tmp_path)


@pytest.mark.parametrize(
    "name",
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS",
     "GIT_EXTERNAL_DIFF", "GIT_QUARANTINE_PATH", "GIT_NAMESPACE", "GIT_AUTHOR_NAME", "GIT_TRACE"],
)  # fmt: skip
def test_variables_that_lead_git_elsewhere_are_kept_out(name: str) -> None:
    assert name not in program.environment({name: "x"})


@pytest.mark.parametrize("name", ["GIT_SSH_COMMAND", "GIT_SSL_CAINFO", "GIT_CONFIG_GLOBAL"])
def test_variables_that_say_how_to_reach_a_remote_pass(name: str) -> None:
    assert program.environment({name: "x"})[name] == "x"


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param(["Inés Díaz"], "Inés Díaz", id="a person"),
        pytest.param(["Weblate"], "", id="Weblate"),
        pytest.param(["Hosted Weblate"], "", id="Hosted Weblate"),
        pytest.param(["dependabot[bot]"], "", id="a bot"),
        pytest.param(["Patio machine drafts (bot)", "Ana <a@b>"], "Ana", id="our own bots"),
        pytest.param(["Pontoon", "Ana <a@b>", "Ana <c@d>"], "Ana", id="one person twice"),
        pytest.param(["Talbot"], "Talbot", id="a name that ends like one"),
        pytest.param(["x" * 500], "x" * 200, id="a name without end"),
    ],
)
def test_programs_are_not_credited(people, expected) -> None:
    assert credited(people) == expected
