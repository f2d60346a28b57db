"""Message text: what a translator sees of a rich text field, and the way back.

``to_message_text`` and ``to_db_html`` are each other's inverse on the normal form that
``normalise_db_html`` gives, so a text never changes by travelling. ``render_safe`` is the last
gate on the way to a reader.

Why not Wagtail's ``MarkdownConverter`` (8.0.1, draftjs_exporter 7.3) between two normalisations?
Because what it gets wrong lies in its importer, where no escape helps: it pairs underscores across
words (an address with two of them comes back in italics), drops the numbers of "1990. The year",
asks the database for the page of every link, and its time grows with the square of the text (4,000
times ``[a](``: 2.1 s, here 0.1 s). What is used instead is markdown-it-py with everything switched
off that a statement can't hold, which then is text without any escaping, and a reader and a writer
of our own around one small model. Losslessness then follows from three facts, each tested for all
texts: the model has one normal form; at each border of runs the writer sets at most one run of
asterisks on either side of a bracket, which the reader takes for exactly that change; and every
character that the grammar gives a meaning is escaped where it would have it.

- ``model``: blocks and runs; ``builder``: their normal form, in words and in code
- ``db_html``: database HTML, read and written as the editor stores it
- ``grammar``, ``emphasis``: which Markdown; ``markdown_reader``, ``markdown_writer``
- ``addresses``: what may become a link; ``display``: the gate on the way out
- ``removals``: what was refused, in words; ``errors``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .db_html import read_db_html, write_db_html
from .display import render_safe
from .errors import MessageTextError, TextTooLongError, UnsupportedFeatureError
from .markdown_reader import read_message_text
from .markdown_writer import write_message_text
from .model import MAX_DB_HTML, MAX_MESSAGE_TEXT, Allowed, check_length
from .removals import Construct, Removal, RemovalLog

__all__ = [
    "MAX_DB_HTML",
    "MAX_MESSAGE_TEXT",
    "Construct",
    "DbHtml",
    "MessageTextError",
    "Removal",
    "TextTooLongError",
    "UnsupportedFeatureError",
    "clean_db_html",
    "normalise_db_html",
    "render_safe",
    "to_db_html",
    "to_message_text",
]


@dataclass(frozen=True, slots=True)
class DbHtml:
    """Database HTML in its normal form, and what was not let into it."""

    html: str
    removals: tuple[Removal, ...] = ()


def to_message_text(db_html: str, *, features: Sequence[str], keys: Mapping[int, str]) -> str:
    """Database HTML as Markdown, without a newline at the end.

    Args:
        db_html: of any origin; it is normalised first.
        features: of the field, Wagtail's names, among bold, italic, link, ol, ul.
        keys: statement keys by page id. A link to a page that is not among them travels as
            ``page:#<id>``.

    Raises ``TextTooLongError``, ``UnsupportedFeatureError``.

    >>> to_message_text(
    ...     '<p>See <a linktype="page" id="7"><b>us</b></a>.</p>',
    ...     features=["bold", "link"],
    ...     keys={7: "value.solidarity"},
    ... )
    'See **[us](page:value.solidarity)**.'
    """
    allowed = Allowed.by_features(tuple(features))
    check_length(db_html, MAX_DB_HTML)
    return write_message_text(read_db_html(db_html, allowed, RemovalLog()), keys)


def to_db_html(text: str, *, features: Sequence[str], ids: Mapping[str, int]) -> DbHtml:
    """A message text as database HTML, in its normal form.

    What the features don't allow, or message texts don't know (headings, images, HTML …), is shown
    as it was typed and noted in the removals. Links are made of http, https, mailto and tel
    addresses, of ``page:<key>`` where the key is known, and of ``page:#<id>``.

    Args:
        text: any; nothing in it raises but its length.
        features: of the field, as above.
        ids: page ids by statement key.

    Raises ``TextTooLongError``, ``UnsupportedFeatureError``.

    >>> to_db_html("*Hi* <b>", features=["italic"], ids={}).html
    '<p><i>Hi</i> &lt;b&gt;</p>'
    """
    allowed = Allowed.by_features(tuple(features))
    check_length(text, MAX_MESSAGE_TEXT)
    log = RemovalLog()
    html = write_db_html(read_message_text(text, allowed, ids, log))
    return DbHtml(html, log.as_tuple())


def clean_db_html(db_html: str, *, features: Sequence[str]) -> DbHtml:
    """Database HTML in its normal form, and what was not let into it.

    The normal form is what the editor stores for the same text, without its ``data-block-key``;
    what it changes is listed in ``builder``. Idempotent.

    Raises ``TextTooLongError``, ``UnsupportedFeatureError``.
    """
    allowed = Allowed.by_features(tuple(features))
    check_length(db_html, MAX_DB_HTML)
    log = RemovalLog()
    html = write_db_html(read_db_html(db_html, allowed, log))
    return DbHtml(html, log.as_tuple())


def normalise_db_html(db_html: str, *, features: Sequence[str]) -> str:
    """The HTML of ``clean_db_html``, on which the round trip is the identity."""
    return clean_db_html(db_html, features=features).html
