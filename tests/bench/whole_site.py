"""Sync and publishing over a whole site, on each database that is here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .databases import BenchDatabase
from .measuring import Row, run, seconds

ROOT = Path(__file__).parents[2]
COLD, UNCHANGED, ONE_STRING = 0.6, 0.03, 0.05
PEAK = 300.0
REVISION = 0.3
SHARE = 0.1
_INTERVAL = 0.02
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    languages: int
    units: int
    statements: int
    sample: int
    runs: int


def sync_rows(database: BenchDatabase, size: Size, say: Callable[[str], None]) -> Iterator[Row]:
    """The sync command's work, cold, with nothing changed and with one string changed."""
    say(f"{database.name}: {size.languages} languages × {size.units:,} units")
    work(database, "prepare_units", size.units, size.languages)
    database.keep()
    times: dict[str, list[float]] = {"cold": [], "unchanged": [], "one string": [], "msgfmt": []}
    for number in range(size.runs):
        say(f"{database.name}: sync, run {number + 1} of {size.runs}")
        database.bring_back()
        files = sorted(map(str, database.translations.glob("*/LC_MESSAGES/*.po")))
        times["msgfmt"].append(seconds(partial(_check_all, files)))
        cold = work(database, "sync")
        expected = 0.9 * size.languages * size.units
        if cold["counts"].get("taken", 0) < expected:
            raise RuntimeError(f"the cold sync took less than {expected}: {cold['counts']}")
        times["cold"].append(cold["seconds"])
        unchanged = work(database, "sync")
        if unchanged["counts"]:
            raise RuntimeError(f"something changed by itself: {unchanged['counts']}")
        times["unchanged"].append(unchanged["seconds"])
        work(database, "edit", "es")
        one = work(database, "sync")
        if one["counts"] != {"taken": 1}:
            raise RuntimeError(f"not one string was taken, but {one['counts']}")
        times["one string"].append(one["seconds"])
    label = f"{size.languages} × {size.units:,}, {database.name}"
    for what, goal in (("cold", COLD), ("unchanged", UNCHANGED), ("one string", ONE_STRING)):
        yield Row(f"sync, {what}", label, "msgfmt -c of all", times[what], times["msgfmt"], goal)
    say(f"{database.name}: memory of the cold sync")
    database.bring_back()
    yield Row("memory of sync, cold", label, "", [_peak(database)], goal=PEAK, unit="MB")


def _check_all(files: list[str]) -> None:
    for file in files:
        run("msgfmt", "-c", "-o", "/dev/null", file)


def revision_row(database: BenchDatabase, size: Size, say: Callable[[str], None]) -> Row:
    """A source revision of a tenth of the units, beside as many of Wagtail's own calls."""
    say(f"{database.name}: {size.languages} languages × {size.statements:,} pages")
    work(database, "prepare_pages", size.statements, size.languages)
    database.keep()
    ours, theirs = [], []
    for number in range(size.runs):
        say(f"{database.name}: revision, run {number + 1} of {size.runs}")
        database.bring_back()
        revised = work(database, "revise", size.statements, SHARE)
        own = work(database, "publish", min(size.sample, revised["pages"]))
        ours.append(revised["seconds"])
        theirs.append(own["seconds"] * revised["pages"])
    label = f"{revised['pages']:,} of {size.languages} × {size.statements} pages, {database.name}"
    return Row("revision of 10 %", label, "Wagtail's own calls", ours, theirs, REVISION)


def work(database: BenchDatabase, name: str, *arguments: object) -> dict[str, Any]:
    """One piece of ``worker``'s work, in a process of its own. Raises where it failed."""
    done = subprocess.run(
        _command(name, *arguments),
        cwd=ROOT,
        env=database.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{name} on {database.name} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _command(name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.bench.worker", name, *map(str, arguments)]


def _peak(database: BenchDatabase) -> float:
    """The most memory that a cold sync has resident at a time, in MB, its children's included.

    What processes share counts once (``Pss``); never less than the main process's own peak.
    """
    process = subprocess.Popen(
        _command("sync"), cwd=ROOT, env=database.environment, stdout=subprocess.PIPE, text=True
    )
    peaks = [0.0]
    sampler = threading.Thread(target=_sample, args=(process, peaks))
    sampler.start()
    output, _errors = process.communicate()
    sampler.join()
    if process.returncode:
        raise RuntimeError("the sync failed while its memory was measured")
    return max(*peaks, json.loads(output.splitlines()[-1])["peak"])


def _sample(process: subprocess.Popen[str], peaks: list[float]) -> None:
    while process.poll() is None:
        peaks.append(sum(map(_resident, _family(process.pid))))
        time.sleep(_INTERVAL)


def _family(pid: int) -> list[int]:
    """A process and all that it started; itself alone where the system has no ``/proc``."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, children.read_text().split())
    return found


def _resident(pid: int) -> float:
    with suppress(OSError):
        if match := _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text()):
            return int(match[1]) / 1024
    return 0.0
