"""Reading takes time in proportion to the input, whatever the input."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from patio.catalog.errors import PoFileError
from patio.catalog.po import parse

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SIZE = 50_000
ATTEMPTS = 4


def entry(text: str) -> str:
    return f'msgid "a"\nmsgstr {text}\n'


HOSTILE: list[tuple[str, Callable[[int], str]]] = [
    ("continuation lines", lambda n: HEADER + entry('""\n' + '"x"\n' * n)),
    ("continuation lines, then junk", lambda n: HEADER + entry('""\n' + '"x"\n' * n) + "!"),
    ("empty strings on a line", lambda n: HEADER + entry('""' * n)),
    ("comments", lambda n: HEADER + "# x\n" * n + entry('""')),
    ("comments, then junk", lambda n: HEADER + "# x\n" * n + "!"),
    ("blank lines, then junk", lambda n: HEADER + "\n" * n + "!"),
    ("blanks, then junk", lambda n: HEADER + " \t\r" * n + "!"),
    ("one huge line", lambda n: HEADER + entry('"' + "x" * n * 10 + '"')),
    ("one huge open line", lambda n: HEADER + entry('"' + "x" * n * 10)),
    ("backslashes", lambda n: HEADER + entry('"' + "\\\\" * n + '"')),
    ("backslashes, open", lambda n: HEADER + entry('"' + "\\" * n)),
    ("bytes by number", lambda n: HEADER + entry('"' + "\\x41" * n + '"')),
    ("invalid escapes", lambda n: HEADER + entry('"' + "\\q" * n + '"\n') * 2),
    ("quotes", lambda n: HEADER + '"' * n),
    ("keywords", lambda n: HEADER + "msgid " * n),
    ("previous lines", lambda n: HEADER + '#| msgid "x"\n' * n),
    ("marks", lambda n: HEADER + "#~" * n),
    ("marker lines", lambda n: HEADER + "=======\n" * n),
    ("plural forms", lambda n: HEADER + 'msgid "a"\nmsgid_plural "b"\n' + 'msgstr[0] "x"\n' * n),
    ("flags", lambda n: HEADER + "#" + ", fuzzy" * n + "\n" + entry('""')),
    ("header fields", lambda n: HEADER.replace('\\n"\n', '\\n"\n' + '"A: b\\n"\n' * n)),
    ("duplicates", lambda n: HEADER + entry('""') * (n // 4)),
    ("bad bytes", lambda n: HEADER + entry('"' + "\udcff " * n + '"')),
    ("digits", lambda n: HEADER + 'msgid "a"\nmsgstr[' + "9" * n + '] ""\n'),
]


def seconds(data: bytes) -> float:
    """The best of three, the entries included."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        try:
            _ = parse(data, name="x").entries
        except PoFileError as error:
            str(error)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in HOSTILE])
def test_four_times_the_input_takes_about_four_times_as_long(make: Callable[[int], str]) -> None:
    small, large = (make(n).encode(errors="surrogateescape") for n in (SIZE // 4, SIZE))
    for _ in range(ATTEMPTS):
        # Quadratic time would be 16 times as long; a few milliseconds are noise.
        if seconds(large) < 8 * seconds(small) + 0.01:
            return
    pytest.fail("time grows faster than the input")
