"""Word diffs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patio.catalog.diff import word_diff


@given(old=st.text(max_size=200), new=st.text(max_size=200))
def test_holds_both_texts_whole(old, new) -> None:
    segments = word_diff(old, new)

    assert "".join(s.text for s in segments if s.kind != "inserted") == old
    assert "".join(s.text for s in segments if s.kind != "deleted") == new


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        pytest.param("our members' needs", "our members’ needs", ["'", "’"], id="a sign"),
        pytest.param("我们支持", "我们尊重", ["支持", "尊重"], id="Chinese, sign by sign"),
        pytest.param("ندعم التعاون", "نشجع التعاون", ["ندعم", "نشجع"], id="Arabic"),
        pytest.param("same", "same", [], id="nothing"),
    ],
)
def test_shows_words(old, new, changed) -> None:
    assert [s.text for s in word_diff(old, new) if s.kind != "same"] == changed


def test_is_bounded() -> None:
    assert len(word_diff("a " * 20_000, "b " * 20_000)) == 2
