"""What changed between two texts, word by word, for people to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

#: A word with its apostrophes, a run of spaces, or a single sign. Scripts that are written without
#: spaces are compared sign by sign.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]|\w+(?:['’\u200c\u200d]\w+)*|\s+|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that both versions have (``same``) or that only one has."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


def word_diff(old: str, new: str) -> list[Segment]:
    """The steps from ``old`` to ``new``, in reading order, deletions before insertions.

    Time is bounded: texts of more than some thousand words are compared as wholes.

    >>> [(s.kind, s.text) for s in word_diff("a fair world", "a better world")]
    [('same', 'a '), ('deleted', 'fair'), ('inserted', 'better'), ('same', ' world')]
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > 5000:
        before, after = [old], [new]
    segments: list[Segment] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation == "equal":
            segments.append(Segment("same", "".join(before[start:end])))
            continue
        if end > start:
            segments.append(Segment("deleted", "".join(before[start:end])))
        if new_end > new_start:
            segments.append(Segment("inserted", "".join(after[new_start:new_end])))
    return segments
