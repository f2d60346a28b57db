"""Texts that tell who they are: each is written once, and says its language and its number."""

from __future__ import annotations

from random import Random

SOURCE = "en"
_WORDS = {
    "ar": ["نحن", "ندعم", "أعضاءنا", "بثقة", "التعاونيات", "«معاً»"],
    "es": ["apoyamos", "a nuestra gente", "¿quién?", "cooperativas", "años", "“juntas”"],
    "zh-hans": ["我们", "支持", "每一位成员", "合作社", "公平的世界", "《共同》"],
}
_LATIN = ["together", "we", "decide", 'for "ourselves"', "and\\or", "each cooperative", "naïve"]
_MARKDOWN = ["*{}*", "**{}**", "[{}](https://example.org/a_(b))", "{}\n\nand {}", "- {}\n- {}"]
#: A direction override, which the checks refuse.
DAMAGE = "\u202e"


class Mint:
    """Writes texts, no two the same: ``es·bq apoyamos …``.

    Letters count them: a figure that a translation lacks or changes is refused.
    """

    def __init__(self) -> None:
        self.count = 0

    def text(self, random: Random, tag: str, *, is_markdown: bool) -> str:
        """A new text in a language; one line unless it is Markdown."""
        self.count += 1
        words = _WORDS.get(tag, _LATIN)
        parts = [f"{tag}·{_in_letters(self.count)}"]
        for _ in range(random.randrange(1, 20 if is_markdown else 6)):
            word = random.choice(words)
            if is_markdown and random.random() < 0.2:
                # What a source links to, its translations must: so sources link to nothing.
                marks = [mark for mark in _MARKDOWN if tag != SOURCE or "](" not in mark]
                word = random.choice(marks).format(word, random.choice(words))
            parts.append(word)
        return " ".join(parts)


def _in_letters(number: int) -> str:
    """A number in the letters a to z."""
    letters = ""
    while number:
        number, digit = divmod(number, 26)
        letters = chr(ord("a") + digit) + letters
    return letters


def language_of(text: str) -> str:
    """The language that a text says it is in."""
    return text.partition("·")[0]
