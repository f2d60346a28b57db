"""The three-way merge: what design.md's table says, and what must hold for every input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patio.catalog.merge import EMPTY, Decision, Message, decide, state_of
from patio.catalog.units import State

OLD, NEW = "We support members.", "We support everyone."


@pytest.mark.parametrize(
    ("file", "base", "database", "database_changed", "expected"),
    [
        pytest.param(
            Message("a", source=OLD), Message("a", source=OLD), Message("a", source=OLD), False,
            Decision.KEEP, id="nothing changed",
        ),
        pytest.param(
            Message("b", source=OLD), Message("a", source=OLD), Message("a", source=OLD), False,
            Decision.TAKE, id="file changed",
        ),
        pytest.param(
            Message("a", source=OLD), Message("a", source=OLD), Message("b", source=OLD), True,
            Decision.KEEP, id="database changed",
        ),
        pytest.param(
            Message("b", source=OLD), Message("a", source=OLD), Message("b", source=OLD), True,
            Decision.KEEP, id="both changed alike",
        ),
        pytest.param(
            Message("b", source=OLD), Message("a", source=OLD), Message("c", source=OLD), True,
            Decision.CONFLICT, id="both changed differently",
        ),
        pytest.param(
            None, Message("a", source=OLD), Message("a", source=OLD), False,
            Decision.KEEP, id="an entry that was removed says nothing",
        ),
        pytest.param(
            EMPTY, Message("a", source=OLD), Message("a", source=OLD), False,
            Decision.TAKE, id="the file cleared the text",
        ),
        pytest.param(
            EMPTY, Message("a", source=OLD), Message("b", source=OLD), True,
            Decision.KEEP, id="the file cleared a text that has changed since",
        ),
        pytest.param(
            Message("a", source=OLD), None, EMPTY, False, Decision.TAKE, id="they never met",
        ),
        pytest.param(
            EMPTY, None, Message("a", source=OLD), True, Decision.KEEP, id="a new, empty file",
        ),
        pytest.param(
            Message("a", source=NEW), Message("a", source=OLD),
            Message("a", fuzzy=True, source=OLD), False,
            Decision.KEEP, id="a git merge moved the msgid under an old msgstr",
        ),
        pytest.param(
            Message("a", source=NEW), Message("a", fuzzy=True, source=OLD),
            Message("a", fuzzy=True, source=OLD), False,
            Decision.TAKE, id="a person took the fuzzy flag away",
        ),
        pytest.param(
            Message("b", source=OLD), Message("a", source=OLD),
            Message("a", fuzzy=True, source=OLD), False,
            Decision.TAKE, id="the source was revised while the file was edited",
        ),
        pytest.param(
            Message("a", fuzzy=True, source=OLD), Message("a", source=OLD),
            Message("a", fuzzy=True, source=OLD), False,
            Decision.KEEP, id="written, then killed before the base was remembered",
        ),
    ],
)  # fmt: skip
def test_decide(file, base, database, database_changed, expected) -> None:
    decision = decide(file=file, base=base, database=database, database_changed=database_changed)

    assert decision is expected


texts = st.sampled_from(["", "a", "b", "c"])
messages = st.builds(Message, texts, st.booleans(), st.sampled_from([OLD, NEW]))


@given(file=messages, base=st.none() | messages, database=messages, changed=st.booleans())
def test_no_text_is_ever_dropped(file, base, database, changed) -> None:
    """Whatever is decided, a new text of the file is taken, kept beside, or already there."""
    decision = decide(file=file, base=base, database=database, database_changed=changed)

    is_news = file.text and file.text != database.text and (base is None or file.text != base.text)
    if is_news:
        assert decision in {Decision.TAKE, Decision.CONFLICT}
    if decision is Decision.TAKE:
        assert not changed, "what somebody saved in the database is never overwritten"


@given(message=messages)
def test_what_has_met_stays_as_it_is(message) -> None:
    assert (
        decide(file=message, base=message, database=message, database_changed=False)
        is Decision.KEEP
    )


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(EMPTY, State.UNTRANSLATED, id="empty"),
        pytest.param(Message("a", source=NEW), State.TRANSLATED, id="of the present source"),
        pytest.param(Message("a", fuzzy=True, source=NEW), State.FUZZY, id="flagged"),
        pytest.param(Message("a", source=OLD), State.FUZZY, id="of an older source"),
    ],
)
def test_state_of(message, expected) -> None:
    assert state_of(message, current_source=NEW) is expected
