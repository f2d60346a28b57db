"""Finding a unit again that was moved, renamed or made anew: new units × removed ones, by text.

A match is a proposal for a translator, never a decision: whoever takes it marks the old
translation ``fuzzy``. So a wrong match costs a person a look, a missed one a translation that
exists.

How alike two texts are is the mean of two measures, each from 0 to 1:

- of their **order**: the characters of their longest common subsequence, which is what gettext's
  ``fstrcmp`` counts;
- of their **words**: the three-character pieces that they share (Dice's coefficient), wherever
  they stand and in any script, spaces or not.

The first alone, with which ``msgmerge`` takes everything from .6 on, is lenient where texts are
short (``Fairness`` and ``Awareness``: .71) and strict where sentences change places. Of all pairs
of Django's and Wagtail's messages 19 in 10,000 are that much alike; by the mean, 13 from .55 on.

Source: GNU gettext manual, "Invoking the msgmerge Program"; gettext-tools/src/message.h
(``FUZZY_THRESHOLD``); L. R. Dice, "Measures of the Amount of Ecologic Association Between Species"
(1945).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import product
from operator import attrgetter
from typing import Final

from rapidfuzz.distance import Indel

THRESHOLD: Final = 0.55
"""How alike two texts have to be."""

OTHER_FIELD: Final = 0.1
"""What a match between a title and a body has to be alike beyond that."""

MAX_CHARACTERS: Final = 8_000_000
"""Characters of both sides that are compared; the longest texts beyond are matched if equal."""

_FEW_PAIRS: Final = 2_500
"""Pairs of texts of which each is looked at."""

_CANDIDATES: Final = 6
"""Texts that each of more is compared with: those that share most of its traits."""

_LOOKUPS: Final = 1_500
"""How often a text may look others up by a trait, the rarest traits first."""

_PROMISING: Final = 0.4
"""The share of the best candidate's common traits from which another one is a candidate."""

_ENOUGH_WORDS: Final = 12
"""Words by which a text is found without its pieces, if they are words: no longer on average than
``_WORD_LENGTH``, as sentences in a script without spaces are.
"""

_WORD_LENGTH: Final = 12

_LONGEST: Final = 5_000
"""Characters of a text that are looked at."""

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Match:
    """A new unit and the removed one whose translation may serve it.

    ``score`` is 1 for the same text, and below that, however little differs, for any other.
    """

    new: str
    removed: str
    score: float

    @property
    def is_exact(self) -> bool:
        """Whether both have the same source text."""
        return self.score == 1


def field_of(key: str) -> str:
    """What kind of text a unit's key names.

    >>> field_of("value.solidarity/body")
    'body'
    """
    return key.rpartition("/")[2].partition(".")[0]


def match_removed(
    new: Iterable[tuple[str, str]],
    removed: Iterable[tuple[str, str]],
    *,
    threshold: float = THRESHOLD,
    kind: Callable[[str], str] = field_of,
) -> list[Match]:
    """Pair new units with removed ones, each with one at most; the same text before any other.

    Whichever way round the sides are given and in whatever order, the pairs are the same. Time
    and memory grow with the length of the texts, not with the number of pairs: 10,000 units a side
    take seconds.

    Args:
        new: key and source text of each unit that has no translation yet.
        removed: key and source text of each unit that is gone. Empty texts match nothing.
        threshold: how alike two texts have to be, from 0 to 1.
        kind: what kind of text a key names; between kinds, ``OTHER_FIELD`` more is asked.

    Returns:
        The matches, sorted by the new units' keys.

    Raises:
        ValueError: a side has a key twice.

    >>> [match] = match_removed(
    ...     [("value.mutual-aid/body", "We support our members and empathise with them.")],
    ...     [("value.solidarity/body", "We support our members."), ("home/title", "Patio")],
    ... )
    >>> match.removed, round(match.score, 2)
    ('value.solidarity/body', 0.63)
    """
    wanted, offered = _Side(new, kind), _Side(removed, kind)
    matches: list[Match] = []
    for text in wanted.texts & offered.texts:
        matches += _pair(wanted, text, offered, text, 1, same_kind=True)
        matches += _pair(wanted, text, offered, text, 1, same_kind=False)
    for step in sorted(_steps(wanted, offered, threshold), key=_Step.rank):
        matches += _pair(
            wanted, step.one, offered, step.other, step.score, same_kind=step.same_kind
        )
    return sorted(matches, key=attrgetter("new"))


class _Side:
    """The units of one side that are not matched yet, by text and kind."""

    def __init__(self, units: Iterable[tuple[str, str]], kind: Callable[[str], str]) -> None:
        self.left: dict[str, dict[str, list[str]]] = defaultdict(dict)
        keys = set()
        for key, text in units:
            if key in keys:
                raise ValueError(f"the key {key!r} twice: give each unit once")
            keys.add(key)
            if text.strip():
                self.left[text].setdefault(kind(key), []).append(key)
        for by_kind in self.left.values():
            for group in by_kind.values():
                group.sort(reverse=True)  # the first is popped first

    @property
    def texts(self) -> set[str]:
        """The texts of the units that are left."""
        return {text for text, by_kind in self.left.items() if any(by_kind.values())}


def _pair(
    wanted: _Side, one: str, offered: _Side, other: str, score: float, *, same_kind: bool
) -> Iterator[Match]:
    """Match the units of two texts that are left, in the order of their keys."""
    ours, theirs = wanted.left[one], offered.left[other]
    if same_kind:
        pairs = [
            (kind, kind)
            for kind in sorted(ours.keys() & theirs.keys())
            for _ in range(min(len(ours[kind]), len(theirs[kind])))
        ]
    else:
        pairs = list(zip(_kinds(ours), _kinds(theirs), strict=False))
    for our_kind, their_kind in pairs:
        yield Match(ours[our_kind].pop(), theirs[their_kind].pop(), score)


def _kinds(by_kind: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The kind of each unit that is left, in a fixed order."""
    return (kind for kind in sorted(by_kind) for _ in by_kind[kind])


@dataclass(frozen=True, slots=True)
class _Step:
    """Two different texts whose units may be matched: those of one kind, or of any."""

    one: str
    other: str
    score: float
    same_kind: bool

    def rank(self) -> tuple[float, str, str, bool]:
        """What comes first, whichever side is which."""
        worth = self.score if self.same_kind else self.score - OTHER_FIELD
        return -worth, min(self.one, self.other), max(self.one, self.other), not self.same_kind


def _steps(wanted: _Side, offered: _Side, threshold: float) -> Iterator[_Step]:
    ours, theirs = _comparable(wanted.texts, offered.texts)
    if len(ours) * len(theirs) <= _FEW_PAIRS:
        pairs = set(product(ours, theirs))
    else:
        pairs = set(_candidates(ours, theirs))
        pairs.update((one, other) for other, one in _candidates(theirs, ours))
    for one, other in pairs:
        score = likeness(one, other, at_least=threshold)
        if score >= threshold:
            yield _Step(one, other, score, same_kind=True)
        if score >= threshold + OTHER_FIELD:
            yield _Step(one, other, score, same_kind=False)


def _comparable(ours: set[str], theirs: set[str]) -> tuple[list[str], list[str]]:
    """The texts of both sides in a fixed order, without the longest if they are too much."""
    total = 0
    kept = set()
    for text in sorted(ours | theirs, key=lambda text: (len(text), text)):
        total += min(len(text), _LONGEST)
        if total > MAX_CHARACTERS:
            break
        kept.add(text)
    return sorted(ours & kept), sorted(theirs & kept)


def _candidates(texts: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each text with those of ``others`` that share most of its traits.

    Traits that few texts have come first: they tell more, and looking them up costs less.
    """
    places: dict[str, list[int]] = defaultdict(list)
    sizes = []
    for place, text in enumerate(others):
        traits = _traits(text)
        sizes.append(len(traits))
        for trait in traits:
            places[trait].append(place)
    for text in texts:
        traits = _traits(text)
        shared: Counter[int] = Counter()
        lookups = 0
        for number, trait in sorted((len(places[t]), t) for t in traits if t in places):
            lookups += number
            if lookups > _LOOKUPS and shared:
                break
            shared.update(places[trait])
        if shared:
            least = _PROMISING * max(shared.values())
            ranked = [
                (count / (len(traits) + sizes[place]), -place)
                for place, count in shared.items()
                if count >= least
            ]
            for _share, place in nlargest(_CANDIDATES, ranked):
                yield text, others[-place]


def _traits(text: str) -> set[str]:
    """What a text is found by: its words, and its pieces unless it has words enough."""
    words = text[:_LONGEST].casefold().split()
    traits = {f" {word} " for word in words}
    has_words_enough = len(words) >= _ENOUGH_WORDS and len(text) < _WORD_LENGTH * len(words)
    return traits if has_words_enough else traits | _pieces(text)


def likeness(one: str, other: str, *, at_least: float = 0) -> float:
    """How alike two texts are, from 0 to 1; 1 only if they are the same.

    ``at_least`` saves time: what falls short of it may be told as 0.

    >>> likeness("Worker ownership", "Ownership by workers") > THRESHOLD
    True
    >>> likeness("Fairness", "Awareness") > THRESHOLD
    False
    """
    if one == other:
        return 1
    ours, theirs = _pieces(one), _pieces(other)
    words = 2 * len(ours & theirs) / (len(ours) + len(theirs))
    needed = max(2 * at_least - words - _ROUNDING, 0)
    if needed > 1:
        return 0
    order = Indel.normalized_similarity(one[:_LONGEST], other[:_LONGEST], score_cutoff=needed)
    return min((words + order) / 2, 0.999)


def _pieces(text: str) -> set[str]:
    """The three-character pieces of a text, spaces and case evened out."""
    even = f" {' '.join(text[:_LONGEST].casefold().split())} "
    return {even[place : place + 3] for place in range(len(even) - 2)} or {even}
