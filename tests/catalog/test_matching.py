"""Which removed unit a new one is matched with: good and bad pairs, and what always holds."""

from __future__ import annotations

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patio.catalog.matching import (
    OTHER_FIELD,
    THRESHOLD,
    Match,
    field_of,
    likeness,
    match_removed,
)

REWORDED = [
    pytest.param("Solidarity", "Solidarities", id="a plural"),
    pytest.param("Social Impact", "Social impact", id="case"),
    pytest.param("Cooperation", "Co-operation", id="a hyphen"),
    pytest.param("Worker Ownership", "Ownership by workers", id="turned round"),
    pytest.param("Openness / Transparency", "Openness and transparency", id="a sign for a word"),
    pytest.param("We support our members.", "We support each of our members.", id="words added"),
    pytest.param(
        "First we listen. Then we act.", "Then we act. First we listen.", id="sentences swapped"
    ),
    pytest.param(
        "We provide diverse solutions to meet our clients' needs.",
        "We provide creative, diverse, and innovative solutions to meet the needs of our clients.",
        id="a longer sentence",
    ),
    pytest.param("我们支持我们的成员。", "我们支持每一位成员。", id="Chinese"),
    pytest.param("นี่คือสหกรณ์ของเรา", "นี่คือสหกรณ์ของพวกเรา", id="Thai"),
    pytest.param("نحن ندعم أعضاءنا", "نحن ندعم جميع أعضائنا", id="Arabic"),
    pytest.param("हम सदस्यों का समर्थन करते हैं।", "हम सभी सदस्यों का समर्थन करते हैं।", id="Hindi"),
    pytest.param("አባሎቻችንን እንደግፋለን።", "ሁሉንም አባሎቻችንን እንደግፋለን።", id="Amharic"),
    pytest.param(
        "Мы поддерживаем наших членов.", "Мы поддерживаем всех наших участников.", id="Russian"
    ),
]
UNRELATED = [
    pytest.param("Solidarity", "Autonomy", id="two titles"),
    pytest.param("Fairness", "Awareness", id="rhyming words"),
    pytest.param("Community vision", "Business vision", id="half of a title"),
    pytest.param("Personal growth", "Personnel", id="one beginning"),
    pytest.param("Yes", "Yet", id="short words"),
    pytest.param("We support our members.", "We believe in open code.", id="one language"),
    pytest.param(
        "We support our members.",
        "We support our members. " + "Technology belongs to everybody. " * 4,
        id="a small part of a long text",
    ),
    pytest.param("团结", "民主", id="Chinese words"),
    pytest.param("我们支持我们的成员。", "开放的技术属于所有人。", id="Chinese"),
    pytest.param("نحن ندعم أعضاءنا", "التقنية المفتوحة للجميع", id="Arabic"),
    pytest.param("हम सदस्यों का समर्थन करते हैं।", "खुली तकनीक सबके लिए है।", id="Hindi"),
    pytest.param("Мы поддерживаем наших членов.", "Открытые технологии для всех.", id="Russian"),
]


@pytest.mark.parametrize(("old", "new"), REWORDED)
def test_a_reworded_text_is_found(old: str, new: str) -> None:
    [match] = match_removed([("value.b/body", new)], [("value.a/body", old)])

    assert (match.new, match.removed) == ("value.b/body", "value.a/body")
    assert THRESHOLD <= match.score < 1
    assert not match.is_exact


@pytest.mark.parametrize(("old", "new"), UNRELATED)
def test_another_text_is_not(old: str, new: str) -> None:
    assert match_removed([("value.b/body", new)], [("value.a/body", old)]) == []


def test_a_renamed_statement_gets_all_its_texts_back() -> None:
    old = [("value.a/title", "Solidarity"), ("value.a/body", "We support our members.")]
    new = [("value.b/title", "Solidarity"), ("value.b/body", "We support our members.")]

    assert match_removed(new, old) == [
        Match("value.b/body", "value.a/body", 1),
        Match("value.b/title", "value.a/title", 1),
    ]


def test_the_same_text_comes_before_a_similar_one() -> None:
    new = [("a/body", "We support our members!"), ("b/title", "We support our members.")]
    removed = [("c/body", "We support our members.")]

    assert match_removed(new, removed) == [Match("b/title", "c/body", 1)]


def test_the_same_field_comes_first() -> None:
    new = [("b/body", "Solidarity"), ("b/title", "Solidarity")]

    assert match_removed(new, [("a/title", "Solidarity")]) == [Match("b/title", "a/title", 1)]


def test_another_field_has_to_be_more_alike() -> None:
    old, text = "Worker Ownership", "Ownership by workers"
    assert THRESHOLD < likeness(old, text) < THRESHOLD + OTHER_FIELD + 0.01

    assert match_removed([("b/title", text)], [("a/title", old)])
    assert not match_removed([("b/body", text)], [("a/title", old)], threshold=0.6)


def test_what_is_a_kind_can_be_said() -> None:
    new = [("one", "Solidarity"), ("two", "Solidarity")]

    [match] = match_removed(new, [("TWO", "Solidarity")], kind=str.lower)

    assert match.new == "two"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("value.solidarity/body", "body", id="a field"),
        pytest.param("home/points.6f1c.text", "points", id="a block: its UUID says nothing"),
        pytest.param("menu", "menu", id="no unit's key"),
    ],
)
def test_field_of(key: str, expected: str) -> None:
    assert field_of(key) == expected


def test_a_key_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="'a' twice"):
        match_removed([("a", "x"), ("a", "y")], [])


texts = st.text("ab .团", max_size=12) | st.sampled_from(
    ["We support our members.", "We support members.", "We support our members!", "Support us."]
)
keys = st.builds("{}/{}".format, st.sampled_from("abcdefgh"), st.sampled_from(["title", "body"]))
sides = st.dictionaries(keys, texts, max_size=12).map(lambda side: list(side.items()))


@given(new=sides, removed=sides)
def test_every_unit_is_matched_once_at_most(new, removed) -> None:
    matches = match_removed(new, removed)

    ours, theirs = dict(new), dict(removed)
    assert len({match.new for match in matches}) == len(matches)
    assert len({match.removed for match in matches}) == len(matches)
    for match in matches:
        assert THRESHOLD <= match.score <= 1
        assert match.is_exact == (ours[match.new] == theirs[match.removed])
        assert ours[match.new].strip()


@given(new=sides, removed=sides)
def test_either_side_finds_the_same_pairs(new, removed) -> None:
    there = {(m.new, m.removed, m.score) for m in match_removed(new, removed)}
    back = {(m.removed, m.new, m.score) for m in match_removed(removed, new)}

    assert there == back


@given(new=sides, removed=sides, seed=st.integers())
def test_order_does_not_matter(new, removed, seed) -> None:
    expected = match_removed(new, removed)
    shuffle = random.Random(seed).shuffle  # noqa: S311
    shuffle(new)
    shuffle(removed)

    assert match_removed(new, removed) == expected


@given(new=sides, removed=sides)
def test_no_text_that_is_there_stays_behind_a_similar_one(new, removed) -> None:
    matches = match_removed(new, removed)

    matched = {match.new for match in matches}
    exact = {match.removed for match in matches if match.is_exact}
    for key, text in new:
        if key not in matched or not next(m for m in matches if m.new == key).is_exact:
            same = {other for other, their_text in removed if their_text == text and text.strip()}
            assert same <= exact, "its text was there, and went to another text"


@given(new=sides, removed=sides)
def test_nothing_alike_is_left_over(new, removed) -> None:
    """With texts as few as here, every pair is looked at: none that could be made is missing."""
    matches = match_removed(new, removed)

    matched_new = {match.new for match in matches}
    matched_removed = {match.removed for match in matches}
    for key, text in new:
        for other, their_text in removed:
            if key not in matched_new and other not in matched_removed and text and their_text:
                needed = THRESHOLD + OTHER_FIELD * (field_of(key) != field_of(other))
                assert likeness(text, their_text) < needed or not text.strip()


VOCABULARY = ["".join(random.Random(n).choices("etaoinshrdlu", k=6)) for n in range(2_000)]  # noqa: S311


def documents(units: int, words: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Removed units, and new ones in each of which a fifth of the words is another."""
    rng = random.Random(5)  # noqa: S311
    removed, new = [], []
    for number in range(units):
        text = rng.choices(VOCABULARY, k=words)
        removed.append((f"old.{number}/body", " ".join(text)))
        for place in rng.sample(range(words), max(words // 5, 1)):
            text[place] = rng.choice(VOCABULARY)
        new.append((f"new.{number}/body", " ".join(text)))
    rng.shuffle(new)
    return new, removed


def test_many_long_texts_find_each_other_in_little_memory() -> None:
    new, removed = documents(2_000, 40)

    tracemalloc.start()
    matches = match_removed(new, removed)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(matches) == 2_000
    assert all(match.new[4:] == match.removed[4:] for match in matches)
    assert peak < 60 * 2**20


@pytest.mark.parametrize(
    ("new", "removed"),
    [
        pytest.param(["x" * 3_000_000 + "y"], ["x" * 3_000_000], id="huge texts"),
        pytest.param(
            [f"Item {n}" for n in range(3_000)],
            [f"Item {n}." for n in range(3_000)],
            id="texts that are all alike",
        ),
        pytest.param(["a b"] * 20_000, ["a b."] * 20_000, id="one text many times"),
        pytest.param(["a" * n for n in range(1, 1_000)], ["a"] * 1_000, id="one letter"),
        pytest.param(["\ud800 x"], ["\udfff x"], id="halves of characters"),
    ],
)
def test_hostile_input_takes_bounded_time(new: list[str], removed: list[str]) -> None:
    matches = match_removed(
        [(f"n{n}/body", text) for n, text in enumerate(new)],
        [(f"r{n}/body", text) for n, text in enumerate(removed)],
    )

    assert len(matches) <= min(len(new), len(removed))


def test_many_kinds_of_one_text_take_bounded_time() -> None:
    new = [(f"n{n}", "OK") for n in range(20_000)]
    removed = [(f"r{n}", "OK") for n in range(20_000)]

    assert len(match_removed(new, removed)) == 20_000
