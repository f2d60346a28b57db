"""What is found wrong in a file while it is read, gathered to be raised in one go."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Final

from patio.catalog.errors import (
    PoDuplicateError,
    PoEncodingError,
    PoFileError,
    PoHeaderError,
    PoLanguageError,
    PoLimitError,
    PoPluralError,
    PoSyntaxError,
    Problem,
)

from .limits import MAX_PROBLEMS

_ORDER: Final = (
    PoSyntaxError,
    PoEncodingError,
    PoHeaderError,
    PoLanguageError,
    PoDuplicateError,
    PoPluralError,
    PoLimitError,
)


class Report:
    """The problems of one file.

    Args:
        name: what messages call the file.
        data: its bytes.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data
        self._found: list[tuple[type[PoFileError], Problem]] = []
        self._last: Problem | None = None
        """That there are more problems than were noted."""

    def __bool__(self) -> bool:
        return bool(self._found)

    @cached_property
    def text(self) -> str:
        """The file's text without BOM; offsets given to ``add`` are places in it. Bytes that are
        not UTF-8 are in it as lone surrogates.
        """
        return self._data.removeprefix(codecs.BOM_UTF8).decode(errors="surrogateescape")

    @cached_property
    def _line_starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0))

    @property
    def is_full(self) -> bool:
        """Whether nothing more is noted."""
        return self._last is not None

    def has(self, kind: type[PoFileError]) -> bool:
        """Whether a problem of that class was found."""
        return any(found is kind for found, _ in self._found)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Where a place of the text is, both from 1."""
        line = bisect_right(self._line_starts, offset, hi=len(self._line_starts) - 1)
        return line, offset - self._line_starts[line - 1] + 1

    def offset_of_line(self, line: int) -> int:
        """Where a line begins."""
        return self._line_starts[line - 1]

    def add(
        self,
        kind: type[PoFileError],
        offset: int,
        what: str,
        remedy: str,
        unit: str | None = None,
    ) -> None:
        """Note a problem at ``offset``; past ``MAX_PROBLEMS`` only that there are more."""
        if self.is_full:
            return
        line, column = self.line_and_column(offset)
        if len(self._found) == MAX_PROBLEMS:
            what, remedy = "there are more problems", "repair these first"
            self._last = Problem(self.name, line, column, what, remedy)
        else:
            self._found.append((kind, Problem(self.name, line, column, what, remedy, unit)))

    def error(self) -> PoFileError:
        """All that was found as one exception, to be raised."""
        kind = min((kind for kind, _ in self._found), key=_ORDER.index)
        problems = [problem for _, problem in self._found]
        problems.sort(key=lambda problem: (problem.line, problem.column))
        return kind([*problems, self._last] if self._last else problems)
