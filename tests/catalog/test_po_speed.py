"""Reading takes time in proportion to the input, whatever the input."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from patio.catalog.errors import PoFileError
from patio.catalog.po import parse, patch

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SIZE = 10_000
MOST = 10
"""Times as long for four times the input; quadratic time would be sixteen times."""

FLOOR = 0.5
"""Seconds that prove nothing: the room of a machine that does other things too."""

ATTEMPTS = 3


def entry(text: str) -> str:
    return f'msgid "a"\nmsgstr {text}\n'


def entries(number: int, form: str) -> str:
    return HEADER + "".join(form.format(n) for n in range(number))


def with_field(field: str) -> str:
    return HEADER.replace('\\n"\n', f'\\n"\n"{field}\\n"\n')


HOSTILE: list[tuple[str, Callable[[int], str]]] = [
    ("continuation lines", lambda n: HEADER + entry('""\n' + '"x"\n' * n)),
    ("continuation lines, then junk", lambda n: HEADER + entry('""\n' + '"x"\n' * n) + "!"),
    ("continuation lines, the last open", lambda n: HEADER + entry('""\n' + '"x"\n' * n + '"')),
    ("continuation lines with blanks", lambda n: HEADER + entry('""\n' + '"x" \n' * n)),
    ("empty strings on a line", lambda n: HEADER + entry('""' * n)),
    ("seams", lambda n: HEADER + entry('"' + '"\n"' * n + '"')),
    ("lone quotes", lambda n: HEADER + entry('""\n' + '"\n' * n)),
    ("comments", lambda n: HEADER + "# x\n" * n + entry('""')),
    ("comments of all kinds", lambda n: HEADER + "#. x\n# x\n#, y\n" * (n // 3) + entry('""')),
    ("comments and blank lines", lambda n: HEADER + "# x\n\n" * n + entry('""')),
    ("comments, then junk", lambda n: HEADER + "# x\n" * n + "!"),
    ("comments inside an entry", lambda n: HEADER + 'msgid "a"\n' + "# x\n" * n + 'msgstr ""\n'),
    ("comments at the end", lambda n: HEADER + entry('""') + "# x\n\n" * n),
    ("flags", lambda n: HEADER + "#" + ", fuzzy" * n + "\n" + entry('""')),
    ("flag lines", lambda n: HEADER + "#, fuzzy\n" * n + entry('""')),
    ("references", lambda n: HEADER + "#: a:1" + " b:2" * n + "\n" + entry('""')),
    ("reference lines", lambda n: HEADER + "#: a:1\n" * n + entry('""')),
    ("references with spaces", lambda n: HEADER + "#: " + "\u2068a" * n + "\n" + entry('""')),
    ("blank lines", lambda n: HEADER + "\n" * n + entry('""')),
    ("blank lines, then junk", lambda n: HEADER + "\n" * n + "!"),
    ("blanks, then junk", lambda n: HEADER + " \t\r" * n + "!"),
    ("lines of blanks", lambda n: HEADER + " \n" * n + entry('""')),
    ("carriage returns", lambda n: HEADER + "\r" * n + entry('""')),
    ("line ends of Windows", lambda n: entries(n, 'msgid "{}"\nmsgstr ""\n').replace("\n", "\r\n")),
    ("one huge line", lambda n: HEADER + entry('"' + "x" * n * 5 + '"')),
    ("one huge open line", lambda n: HEADER + entry('"' + "x" * n * 5)),
    ("one huge line, then junk", lambda n: HEADER + entry('"' + "x" * n * 5 + '" !')),
    ("words", lambda n: HEADER + entry('"' + "x y. " * n + '"')),
    ("escapes", lambda n: HEADER + entry('"' + '\\n\\"\\t' * n + '"')),
    ("backslashes", lambda n: HEADER + entry('"' + "\\\\" * n + '"')),
    ("backslashes, open", lambda n: HEADER + entry('"' + "\\" * n)),
    ("bytes by number", lambda n: HEADER + entry('"' + "\\x41" * n + '"')),
    ("bytes by number, of many digits", lambda n: HEADER + entry('"\\x' + "4" * n + '"')),
    ("invalid escapes", lambda n: HEADER + entry('"' + "\\q" * n + '"\n') * 2),
    ("quotes", lambda n: HEADER + '"' * n),
    ("keywords", lambda n: HEADER + "msgid " * n),
    ("contexts", lambda n: HEADER + 'msgctxt "a"\n' * n),
    ("almost entries", lambda n: entries(n // 4, 'msgctxt "{}"\nmsgid "a"\nmsgstr "b"\n !\n')),
    ("almost plurals", lambda n: HEADER + 'msgid "a"\nmsgid_plural "b"\n' * (n // 2)),
    ("previous lines", lambda n: HEADER + '#| msgid "x"\n' * n),
    ("one previous text", lambda n: HEADER + '#| msgid ""\n' + '#| "x"\n' * n + entry('""')),
    ("one previous text, then junk", lambda n: HEADER + '#| msgid ""\n' + '#| "x"\n' * n + "!"),
    ("marks", lambda n: HEADER + "#~" * n),
    ("obsolete entries", lambda n: entries(n // 4, '#~ msgid "{}"\n#~ msgstr ""\n\n')),
    ("obsolete entries without text", lambda n: entries(n // 4, '#~ msgid "{}"\n\n')),
    ("one obsolete text", lambda n: HEADER + '#~ msgid ""\n' + '#~ "x"\n' * n + '#~ msgstr ""\n'),
    ("one obsolete text, then junk", lambda n: HEADER + '#~ msgid ""\n' + '#~ "x"\n' * n + "!"),
    ("obsolete previous lines", lambda n: HEADER + '#~| msgid "x"\n' * n),
    ("marker lines", lambda n: HEADER + "=======\n" * n),
    ("entries between marker lines", lambda n: entries(n, '<<<<<<< a\nmsgid "{}"\nmsgstr ""\n')),
    ("junk lines", lambda n: HEADER + "!\n" * n),
    ("lines of unknown words", lambda n: HEADER + "word word\n" * n),
    ("texts without keyword", lambda n: HEADER + '# x\n"y"\n' * (n // 2)),
    ("plural forms", lambda n: HEADER + 'msgid "a"\nmsgid_plural "b"\n' + 'msgstr[0] "x"\n' * n),
    (
        "plural forms in order",
        lambda n: HEADER + 'msgid "a"\nmsgid_plural "b"\n'
        + "".join(f'msgstr[{i}] "x"\n' for i in range(n)),
    ),
    ("header fields", lambda n: with_field('A: b\\n"\n"' * n)),
    ("one long header field", lambda n: with_field("A: " + "b" * n * 5)),
    ("header fields without colon", lambda n: with_field("A" * n)),
    ("parentheses", lambda n: with_field("Plural-Forms: nplurals=2; plural=" + "(" * n + "n")),
    ("conditions", lambda n: with_field("Plural-Forms: nplurals=2; plural=" + "n?0:" * n + "1")),
    ("digits of nplurals", lambda n: with_field(f"Plural-Forms: nplurals={'9' * n}; plural=0;")),
    ("digits of a form", lambda n: HEADER + 'msgid "a"\nmsgstr[' + "9" * n + '] ""\n'),
    ("duplicates", lambda n: HEADER + entry('""') * (n // 4)),
    ("duplicates in a context", lambda n: HEADER + ('msgctxt "c"\n' + entry('""')) * (n // 4)),
    ("bad bytes", lambda n: HEADER + entry('"' + "\udcff " * n + '"')),
    ("NULs", lambda n: HEADER + entry('"' + "\0 " * n + '"')),
    ("separators", lambda n: HEADER + entry('"' + "\4" * n + '"')),
    ("entries", lambda n: entries(n // 4, 'msgctxt "{}"\nmsgid "a"\nmsgstr "b\\n"\n"c"\n\n')),
]  # fmt: skip


def seconds(data: bytes) -> float:
    """Of the processor, for reading, the entries and an edit."""
    start = time.process_time()
    try:
        catalog = parse(data, name="x")
        _ = catalog.entries, catalog.messages()
        patch(catalog, header={"X-New": "1"})
    except PoFileError as error:
        str(error)
    return time.process_time() - start


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in HOSTILE])
def test_four_times_the_input_takes_about_four_times_as_long(make: Callable[[int], str]) -> None:
    small, large = (make(n).encode(errors="surrogateescape") for n in (SIZE, 4 * SIZE))
    most = max(MOST * min(seconds(small) for _ in range(2)), FLOOR)
    times: list[float] = []
    while len(times) < ATTEMPTS and (not times or min(times) > most):
        times.append(seconds(large))
    assert min(times) <= most, f"{min(times):.2f} s, and {most:.2f} s at most"
