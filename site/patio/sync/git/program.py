"""Running git, so that nothing but what we ask for decides what it does.

Arguments are a list, never a shell's line. Of the caller's ``GIT_*`` variables only those pass that
say how to reach a remote and where the configuration is: a hook that runs us sets others, which
would lead git to another repository. Git never asks anybody anything, and speaks English, which its
messages are read in.

Source: git(1), "Environment Variables".
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .errors import GitError, GitMissingError, GitTimeoutError, LockedError

LOCAL_TIMEOUT: Final = 60.0
"""Seconds for what git does on this machine."""

NETWORK_TIMEOUT: Final = 300.0
"""Seconds for what git does over the network."""

_GRACE: Final = 5.0
"""Seconds in which git can remove its lock files once it was told to stop."""

_PASSED: Final = (
    *("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_PROXY_COMMAND", "GIT_ASKPASS"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"),
)
_PASSED_PREFIXES: Final = ("GIT_SSL_", "GIT_HTTP_")
_LOCK_SIGNS: Final = (".lock': File exists", "Unable to create", "cannot lock ref")


def environment(caller: Mapping[str, str]) -> dict[str, str]:
    """The environment that git runs in.

    >>> environment({"GIT_DIR": "/elsewhere", "PATH": "/bin"})["PATH"]
    '/bin'
    >>> "GIT_DIR" in environment({"GIT_DIR": "/elsewhere"})
    False
    """
    passed = {
        name: value
        for name, value in caller.items()
        if not name.startswith("GIT_") or name in _PASSED or name.startswith(_PASSED_PREFIXES)
    }
    return passed | {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_EDITOR": "false",
        "SSH_ASKPASS": "false",
    }


def run(
    *arguments: str,
    cwd: Path,
    stdin: bytes = b"",
    timeout: float = LOCAL_TIMEOUT,
    extra: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run git and return how it ended, well or not.

    Args:
        extra: environment variables for this call.

    Raises:
        GitMissingError, GitTimeoutError: it could not run, or not end.
    """
    try:
        process = subprocess.Popen(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            cwd=cwd,
            env=environment(os.environ) | dict(extra or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise GitMissingError("There is no git program here: install git.") from error
    try:
        out, err = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        _stop(process)
        raise GitTimeoutError(
            f"git {arguments[0]} took more than {timeout:.0f} seconds and was stopped: "
            "see whether the remote answers, and run the sync again."
        ) from error
    except BaseException:
        _stop(process)
        raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End git and what it started, such as ssh; let it put away its lock files first."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        try:
            process.communicate(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            continue
        return


def output(
    *arguments: str,
    cwd: Path,
    stdin: bytes = b"",
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """What git answers. Raises ``GitError`` where it fails, ``LockedError`` where one is held."""
    done = run(*arguments, cwd=cwd, stdin=stdin, extra=extra)
    if done.returncode != 0:
        raise failure(arguments[0], done)
    return done.stdout


def failure(what: str, done: subprocess.CompletedProcess[bytes]) -> GitError:
    """The error of a git that failed."""
    said = done.stderr.decode(errors="replace")
    if any(sign in said for sign in _LOCK_SIGNS):
        return LockedError(
            "Another git process is at work in the clone: run the sync again when it is done. "
            "If there is none, it died: remove the lock file that is named here.",
            said,
        )
    return GitError(f"git {what} failed, and nothing was changed by it:", said)
