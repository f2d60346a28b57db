"""The world played for long: a seeded random player, progress, and real processes killed."""

from __future__ import annotations

import fcntl
import os
import random as randomness
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from patio.sync.operations import sync_all

from . import rules
from .world import ACTIONS, World

REPOSITORY = Path(__file__).resolve().parents[2]
CHECK_EVERY = 50
SHOW_EVERY = 250
#: After so many steps a real process is started, and killed.
PROCESS_EVERY = 500
SHOWN_ACTIONS = 15
#: Nothing runs in the background by itself.
NO_TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


class Play:
    """One play: so many steps, by a seed, in a scratch folder and an empty database."""

    def __init__(self, scratch: Path, *, steps: int, seed: int) -> None:
        self.scratch = scratch
        self.steps = steps
        self.seed = seed
        self.random = Random(seed)  # noqa: S311
        self.step = 0
        self.lost = 0
        self.killed_processes = 0
        #: How long a process that is left alone works, from when it has the lock to its end.
        self.seconds_at_work = 0.2

    def run(self) -> int:
        """Play to the end, or to the first broken rule; the exit code."""
        self.began = time.monotonic()
        _say(f"seed: {self.seed}")
        with override_settings(TRANSLATIONS_DIR=self.scratch / "translations", TASKS=NO_TASKS):
            self.world = World(self.scratch / "translations")
            is_sound = self._play()
        _say(f"steps: {self.step}")
        _say(f"kills: {self.world.counts['kills']}, and {self.killed_processes} processes")
        _say(f"conflicts: {self.world.counts['conflicts']}")
        _say(f"texts checked: {sum(map(len, self.world.written.values()))}")
        _say(f"lost: {self.lost}")
        return 0 if is_sound else 1

    def _play(self) -> bool:
        names, weights = list(ACTIONS), list(ACTIONS.values())
        recent: list[str] = []
        try:
            while self.step < self.steps:
                self.step += 1
                (name,) = self.random.choices(names, weights)
                self.world.log.clear()
                recent.append(name)
                try:
                    getattr(self.world, name)(self.random)
                finally:
                    recent[-1] = " ".join([f"{self.step}", name, *self.world.log])
                if self.step % PROCESS_EVERY == 0:
                    recent.append(f"{self.step} process killed")
                    self._kill_a_process()
                if self.step % CHECK_EVERY == 0 or self.step == self.steps:
                    recent.append(f"{self.step} all checked")
                    rules.check_all(self.world)
                if self.step % SHOW_EVERY == 0:
                    self._show(self.step)
        except rules.LostError as error:
            self.lost = error.count
            return self._tell(error, recent)
        except Exception as error:  # noqa: BLE001 - whatever is raised, tell how it came to it
            return self._tell(error, recent)
        return True

    def _tell(self, error: Exception, recent: list[str]) -> bool:
        _say("".join(traceback.format_exception(error)))
        _say("\n".join(recent[-SHOWN_ACTIONS:]))
        _say(f"A rule is broken. To see it again: make soak SEED={self.seed} STEPS={self.step}")
        return False

    def _show(self, step: int) -> None:
        counts = self.world.counts
        texts = sum(map(len, self.world.written.values()))
        seconds = time.monotonic() - self.began
        _say(
            f"{step:>6} of {self.steps} steps, {seconds:.0f} s: {counts['kills']} kills, "
            f"{counts['conflicts']} conflicts, {texts} texts"
        )

    # -- real processes

    def _kill_a_process(self) -> None:
        """Start ``catalogs sync`` and kill it while it works; the next run ends as an unkilled."""
        for _ in range(5):
            self.world.edit_file(self.random)
            self.world.save(self.random)
        self.world.revise(self.random)
        before = rules.Before(self.world)
        lock = self.world.root / ".lock"
        command = [sys.executable, "manage.py", "catalogs", "sync", "--json"]
        process = subprocess.Popen(
            command, cwd=REPOSITORY, env=self._environment(), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        while process.poll() is None and not _is_locked(lock):
            time.sleep(0.002)  # The work begins with the lock.
        # When it dies must not move the play's own dice: the seed could tell nothing else again.
        moment = randomness.uniform(0, self.seconds_at_work)  # noqa: S311
        started = time.monotonic()
        try:
            process.wait(timeout=moment)
            self.seconds_at_work = max(time.monotonic() - started, 0.02)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            self.killed_processes += 1
        _output, errors = process.communicate()
        assert process.returncode in (0, 1, -signal.SIGKILL), errors.decode()
        rules.check_reach(self.world, before)
        rules.check_run(self.world, before, sync_all())

    def _environment(self) -> dict[str, str]:
        database = connection.settings_dict
        if connection.vendor == "sqlite":
            url = f"sqlite:///{database['NAME']}"
        else:
            url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database['NAME']}"
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "patio.config.settings.dev",
            "DATABASE_URL": url,
            "CACHE_URL": "",
            "TASKS": "database",
            "TRANSLATIONS_DIR": str(settings.TRANSLATIONS_DIR),
        }


def _is_locked(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
