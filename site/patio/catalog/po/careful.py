"""The PO grammar token by token: for files laid out in a rare way, and to say what is wrong with
the others.

It takes what ``msgfmt`` takes (several strings or fields on a line, blank lines inside an entry,
bytes by number) and makes the same columns as ``grammar.scan``. After a mistake it goes on with
the next line, so that one reading finds all of them.

Source: gettext-tools/src/po-lex.c and po-gram-gen.y.
"""

from __future__ import annotations

import re
from typing import Final

from patio.catalog.errors import PoLimitError, PoSyntaxError

from .columns import Columns
from .draft import RANK, SEPARATOR, Draft, Field, mistakes_of, previous_of, unit_of
from .limits import MAX_ENTRIES, MAX_ENTRY
from .literals import ANY_STRING, ESCAPE
from .report import Report

_TOKEN: Final = re.compile(
    rf"""
    (?P<newline>\n)
  | (?P<space>[ \t\r\f\v]++)
  | (?P<merge>^(?:<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)(?:[ ][^\n]*+|\r?)$)
  | (?P<mark>\#~\|?|\#\|)
  | (?P<comment>\#[^\n]*+)
  | (?P<string>{ANY_STRING})
  | (?P<open>"[^\n]*+)
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*+)
  | (?P<index>\[[ \t]*+[0-9]++[ \t]*+\])
  | (?P<junk>.)
    """,
    re.VERBOSE | re.MULTILINE,
)
_LINE_END: Final = re.compile(r"[ \t\r\f\v]*+(?:\n|\Z)")
_CONTINUED: Final = re.compile(r'(?:\n[ \t]*+"[^\n]*+)++')
_BACKSLASH: Final = re.compile(rf"({ESCAPE.pattern})|\\.", re.DOTALL)


def read(report: Report) -> Columns:
    """The entries of a file, as ``grammar.scan``; mistakes go to ``report``.

    Where there were mistakes, the entries that have none are still in the columns.
    """
    return _Reader(report).read()


class _Reader:
    def __init__(self, report: Report) -> None:
        self.text = report.text
        self.report = report
        self.columns = Columns()
        self.blocks: list[str] = []
        self.draft: Draft | None = None
        self.end = 0
        """Where the last entry ended."""
        self.mark = ""
        self.mark_offset = 0
        self.skip_to = 0

    def read(self) -> Columns:
        if (nul := self.text.find("\0")) >= 0:
            self.wrong(nul, "a NUL character", "remove it; is this a text file in UTF-8?")
            self.skip_to = 0
        for token in _TOKEN.finditer(self.text):
            if self.report.is_full or len(self.columns) > MAX_ENTRIES:
                break
            kind = token.lastgroup
            if kind == "newline":
                self.mark = ""
            elif kind != "space" and token.start() >= self.skip_to:
                getattr(self, f"on_{kind}")(token)
        self.close()
        self.columns.blocks = self.blocks
        self.columns.tail = self.text[self.end :]
        return self.columns

    def wrong(self, offset: int, what: str, remedy: str) -> None:
        """Report, and go on with the next line."""
        unit = None
        if self.draft is not None:
            self.draft.broken = True
            unit = unit_of(self.draft)
        self.report.add(PoSyntaxError, offset, what, remedy, unit)
        line_end = self.text.find("\n", offset)
        self.skip_to = len(self.text) if line_end < 0 else line_end

    # What each token does

    def on_merge(self, token: re.Match[str]) -> None:
        self.close(is_cut=self.draft is not None and self.draft.end == token.start())
        self.wrong(
            token.start(),
            f"a merge marker ({token[0][:7]})",
            "choose one of the two sides and remove the marker lines",
        )

    def on_mark(self, token: re.Match[str]) -> None:
        if self.mark:
            self.wrong(
                token.start(),
                f"{token[0]} after {self.mark}",
                "write one of them; #~| is for the previous text of an obsolete entry",
            )
            return
        self.mark = token[0]
        self.mark_offset = token.start()

    def on_comment(self, token: re.Match[str]) -> None:
        if self.mark.endswith("|"):
            self.wrong(self.mark_offset, f"a comment after {self.mark}", "remove one of the two")
        elif self.draft is None or self.draft.is_finished:
            self.close()
        elif self.draft.comment is None:
            self.draft.comment = token.start()

    def on_word(self, token: re.Match[str]) -> None:
        word, offset = token[0], token.start()
        if word not in RANK:
            self.close_whole(offset)
        if word == "domain":
            self.wrong(offset, "a domain line", "use one file for each domain")
            return
        if word not in RANK:
            self.wrong(
                offset,
                f"unknown keyword {word[:40]!r}",
                "use msgctxt, msgid, msgid_plural or msgstr, and put text between quotes",
            )
            if more := _CONTINUED.match(self.text, self.skip_to):
                self.skip_to = more.end()
            return
        new = Field(word, self.mark, offset)
        if new.is_previous and word == "msgstr":
            self.wrong(
                offset, "a previous msgstr", "remove the line: only sources have previous forms"
            )
            return
        if self.draft is not None and not self.draft.takes(new):
            self.close()
        if self.draft is None:
            self.draft = Draft(self.end, self.mark_offset if self.mark else offset)
        self.check_comment()
        self.draft.fields.append(new)

    def on_index(self, token: re.Match[str]) -> None:
        last = self.draft.fields[-1] if self.draft else None
        if last is None or last.keyword != "msgstr" or last.index is not None or last.strings:
            self.wrong(token.start(), "a stray [", "put text between quotes")
        else:
            last.index = int(token[0][1:-1][-9:])

    def on_string(self, token: re.Match[str]) -> None:
        if self.draft is None:
            self.wrong(
                token.start(),
                "text without a keyword",
                "put msgid or msgstr before it, or remove the line",
            )
            return
        self.check_comment()
        last = self.draft.fields[-1]
        if last.mark != self.mark:
            self.wrong(
                token.start(),
                f"a line that begins with {self.mark or 'no mark'!r} in a field that began "
                f"with {last.mark or 'no mark'!r}",
                "begin all lines of an entry alike",
            )
        for escape in _BACKSLASH.finditer(token[0]):
            if escape[1] is None:
                self.wrong(
                    token.start() + escape.start(),
                    f"invalid escape {escape[0]!s}",
                    r"write \\ for a backslash",
                )
                return
        if (separator := token[0].find("\4")) >= 0:
            self.wrong(token.start() + separator, *SEPARATOR)
        last.strings.append(token[0])
        self.end_draft_at(token.end())

    def on_open(self, token: re.Match[str]) -> None:
        if self.draft is not None:
            self.draft.fields[-1].strings.append('""')
            self.end_draft_at(token.end())
        self.wrong(token.start(), "a quote that is not closed", 'end the line with "')

    def on_junk(self, token: re.Match[str]) -> None:
        self.close_whole(token.start())
        self.wrong(
            token.start(),
            f"{token[0]!r} outside of quotes",
            "put text between quotes, and # before a comment",
        )

    # Entries

    def check_comment(self) -> None:
        """Report a comment that the entry goes on after."""
        if self.draft is not None and self.draft.comment is not None and not self.draft.broken:
            self.draft.broken = True
            self.report.add(
                PoSyntaxError,
                self.draft.comment,
                "a comment inside an entry",
                "move it above the entry",
                unit_of(self.draft),
            )

    def end_draft_at(self, offset: int) -> None:
        assert self.draft is not None  # noqa: S101
        line_end = _LINE_END.match(self.text, offset)
        self.draft.end = line_end.end() if line_end else offset

    def close_whole(self, offset: int) -> None:
        """End an entry that has all it needs on the lines before a mistake."""
        if self.draft is not None and self.draft.is_finished and self.draft.end <= offset:
            self.close()

    def close(self, *, is_cut: bool = False) -> None:
        """End the entry being read, if any; one cut by a merge marker is not asked to be whole."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        self.end = max(draft.end, self.end)
        unit = unit_of(draft)
        if not draft.broken and not is_cut:
            for offset, what, remedy in mistakes_of(draft):
                self.report.add(PoSyntaxError, offset, what, remedy, unit)
                draft.broken = True
        if not draft.broken and not is_cut:
            self.append(draft)
        if draft.end - draft.start > MAX_ENTRY:
            self.report.add(
                PoLimitError,
                draft.fields[0].offset,
                f"an entry of more than {MAX_ENTRY} characters",
                "divide its text or its comments",
                unit,
            )

    def append(self, draft: Draft) -> None:
        columns, place = self.columns, len(self.columns)
        fields = [part for part in draft.fields if not part.is_previous]
        texts = {part.keyword: part.text for part in fields}
        columns.msgctxt.append(texts.get("msgctxt"))
        columns.msgid.append(texts["msgid"])
        forms = tuple(part.text for part in fields if part.index is not None)
        columns.msgstr.append("" if forms else texts["msgstr"])
        if forms:
            columns.plurals[place] = texts["msgid_plural"], forms
        if previous := previous_of(draft):
            columns.previous[place] = previous
        if fields[0].is_obsolete:
            columns.obsolete.add(place)
        columns.append_lead(self.text[draft.start : draft.first])
        columns.line.append(self.report.line_and_column(fields[0].offset)[0])
        columns.end.append(self.report.line_and_column(draft.end)[0])
        self.blocks.append(self.text[draft.start : draft.end])
