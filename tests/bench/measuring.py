"""Measuring, and the table of what was measured."""

from __future__ import annotations

import gc
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    ``ours`` and ``theirs`` are in ``unit``, one figure a run; those of one run were measured one
    after the other. ``theirs`` is empty where a goal is absolute. ``goal`` is the most that the
    ratio, or the figure, may be; ``None`` where there is none.
    """

    what: str
    size: str
    other: str
    ours: Sequence[float]
    theirs: Sequence[float] = ()
    goal: float | None = None
    unit: str = "s"

    @property
    def figure(self) -> float:
        """What the goal is set to: the median ratio of a run, or our median."""
        if not self.theirs:
            return statistics.median(self.ours)
        return statistics.median(
            own / other for own, other in zip(self.ours, self.theirs, strict=True)
        )

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.goal is not None and self.figure <= self.goal

    def cells(self) -> list[str]:
        """The line's texts, one a column."""
        own = f"{statistics.median(self.ours):.3g} {self.unit}"
        other = f"{statistics.median(self.theirs):.3g} {self.unit}" if self.theirs else ""
        ratio = f"{self.figure:.3f}" if self.theirs else ""
        goal = "" if self.goal is None else f"{self.goal:.3g}"
        if not self.theirs:
            goal += f" {self.unit}"
        verdict = "" if self.goal is None else "met" if self.is_met else "MISSED"
        return [self.what, self.size, own, self.other, other, ratio, goal, verdict]


COLUMNS = ["what", "size", "ours", "beside", "takes", "ratio", "goal", ""]


def show(rows: Sequence[Row], notes: Sequence[str]) -> str:
    """The table, its notes, and last how many goals are met."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    table = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    table.insert(1, "-" * max(map(len, table)))
    goals = [row for row in rows if row.goal is not None]
    met = sum(row.is_met for row in goals)
    notes = [f"- {note}" for note in notes]
    return "\n".join([*table, "", *notes, "", f"goals met: {met} of {len(goals)}"])


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, garbage of earlier work put away first."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run(*command: str) -> None:
    """Run a program and take no notice of what it says. Raises ``CalledProcessError``."""
    subprocess.run(command, check=True, capture_output=True)


def side_by_side(
    runs: int, *works: Callable[[], object], runs_of: Sequence[int] = ()
) -> list[list[float]]:
    """Seconds of each of some works, in turns; of ``runs_of`` some may take fewer runs.

    A work with fewer runs is the same in every further one.
    """
    limits = list(runs_of) or [runs] * len(works)
    times: list[list[float]] = [[] for _work in works]
    for number in range(runs):
        for found, work, limit in zip(times, works, limits, strict=True):
            found.append(seconds(work) if number < limit else found[-1])
    return times
