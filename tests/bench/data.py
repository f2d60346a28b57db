"""The data of the benchmarks: made up, from a seed, in fifty languages and a dozen scripts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from patio.catalog import po
from patio.catalog.languages import Language

LANGUAGES: Final = """
es fr de it pt-br ca eu gl nl da sv nb fi et lv lt pl cs sk sl hr hu ro bg el ru uk sr mk sq
tr az kk ka hy he ar fa ur hi bn ta te ml th km zh-hans zh-hant ja am
""".split()  # noqa: SIM905

ENGLISH: Final = """
we support our members and show empathy for people who struggle around the world with open
technology solidarity justice cooperative democracy growth community worker ownership fosters
inclusive transparent processes shared decisions autonomy responsible innovation trust
""".split()  # noqa: SIM905

#: Words by script; a language that is not among them has Latin ones.
_WORDS: Final = {
    "ar fa ur": "نحن ندعم أعضاءنا ونتعاطف مع الناس في أنحاء العالم بالتقنية المفتوحة والعدالة",
    "hi": "हम अपने सदस्यों का समर्थन करते हैं और दुनिया भर के लोगों के साथ सहानुभूति रखते खुली तकनीक",
    "bn": "আমরা আমাদের সদস্যদের সমর্থন করি এবং বিশ্বের মানুষের পাশে থাকি মুক্ত প্রযুক্তি",
    "ta te ml": "நாங்கள் எங்கள் உறுப்பினர்களை ஆதரிக்கிறோம் உலகம் முழுவதும் திறந்த தொழில்நுட்பம்",
    "th km": "เราสนับสนุนสมาชิก และเห็นใจผู้คน ทั่วโลก เทคโนโลยีเปิด ประชาธิปไตย",
    "zh-hans zh-hant": "我们支持我们的成员 并与世界各地的人们团结一致 开放的技术 合作社 民主 公正",
    "ja": "私たちはメンバーを支え 世界中の人々に寄り添い 開かれた技術 協同組合 民主主義",
    "am": "አባሎቻችንን እንደግፋለን እና በዓለም ዙሪያ ካሉ ሰዎች ጋር በክፍት ቴክኖሎጂ ፍትሕ ዴሞክራሲ",
    "ru uk bg sr mk kk": "мы поддерживаем наших участников и людей во всём мире открытый код",
    "el": "στηρίζουμε τα μέλη μας και τους ανθρώπους σε όλο τον κόσμο με ανοιχτή τεχνολογία",
    "he": "אנחנו תומכים בחברים שלנו ובאנשים ברחבי העולם בטכנולוגיה פתוחה ובצדק",
    "ka hy": "ჩვენ მხარს ვუჭერთ ჩვენს წევრებს და ხალხს მთელ მსოფლიოში ღია ტექნოლოგია",
}
_SPANISH: Final = (
    "apoyamos a nuestras personas socias y mostramos empatía con la gente de todo el mundo con "
    "tecnología abierta solidaridad justicia cooperación democracia crecimiento"
)
#: A language of each script, for catalogs that hold all of them.
SCRIPTS: Final = ("es", *(tags.split()[0] for tags in _WORDS))

WORDS_OF_A_TITLE: Final = (2, 6)
WORDS_OF_A_BODY: Final = (12, 60)
#: Of a program's messages, as most PO files hold.
WORDS_OF_A_MESSAGE: Final = (3, 16)


def words_of(tag: str) -> Sequence[str]:
    """The words that texts of a language are made of."""
    return next((words for tags, words in _WORDS.items() if tag in tags.split()), _SPANISH).split()


def text(words: Sequence[str], length: tuple[int, int], rng: random.Random) -> str:
    """A text of some words: sentences of a dozen each."""
    chosen = rng.choices(words, k=rng.randint(*length))
    ends = range(12, len(chosen), 12)
    for place in ends:
        chosen[place - 1] += "."
    return " ".join(chosen)


@dataclass(frozen=True, slots=True)
class SourceUnit:
    """A unit of the made-up document."""

    statement: str
    field: str
    text: str


def document(
    units: int, body: tuple[int, int] = WORDS_OF_A_BODY, seed: int = 1
) -> list[SourceUnit]:
    """Statements of two units each, a title and a body; no two texts are the same."""
    rng = random.Random(seed)  # noqa: S311
    found = []
    for number in range(units // 2):
        statement = f"value.v{number:05}"
        title = f"{text(ENGLISH, WORDS_OF_A_TITLE, rng)} {_in_letters(number)}"
        words = f"{text(ENGLISH, body, rng)} {_in_letters(number)}."
        found += [SourceUnit(statement, "title", title), SourceUnit(statement, "body", words)]
    return found


def _in_letters(number: int) -> str:
    """A number as a word: texts with figures would have to keep them."""
    return "".join("bcdfghjklm"[int(digit)] + "aeiou"[int(digit) % 5] for digit in str(number))


def translated(entries: Sequence[po.Entry], tag: str, seed: int = 2) -> Iterator[po.Entry]:
    """Entries with texts in a language: most good, some fuzzy with a history, some without any."""
    rng = random.Random(f"{seed} {tag}")  # noqa: S311
    words = words_of(tag)
    for entry in entries:
        number = entry.msgid.count(" ")
        length = (max(number - 2, 1), number + 4)
        comments = ("checked with the glossary",) if rng.random() < 0.05 else ()
        made = replace(entry, msgstr=text(words, length, rng), translator_comments=comments)
        chance = rng.random()
        if chance < 0.04:
            yield replace(entry, translator_comments=comments)
        elif chance < 0.10:
            older = f"{text(ENGLISH, WORDS_OF_A_TITLE, rng)}, as it was"
            yield replace(made, flags=("fuzzy",), previous_msgid=older)
        else:
            yield made


def header(tag: str = "es", date: str = "2026-01-01 00:00+0000") -> dict[str, str]:
    """The header of a catalog; that of a template where ``tag`` is empty."""
    language = Language.parse(tag) if tag else None
    found = {
        "Project-Id-Version": "bench statements",
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": date,
        "PO-Revision-Date": "2026-01-01 00:00+0000",
        "Last-Translator": "Ana",
        "Language-Team": language.english_name if language else "LANGUAGE",
        "Language": language.gettext if language else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return found | ({"Plural-Forms": language.plural_forms} if language else {})


def untranslated(units: Sequence[SourceUnit]) -> list[po.Entry]:
    """The entries of a template."""
    return [
        po.Entry(
            f"{unit.statement}/{unit.field}",
            unit.text,
            "",
            extracted_comments=(f"Section: Values. Statement: {unit.statement}.",),
            references=(f"statements/{unit.statement}#{unit.field}",),
        )
        for unit in units
    ]


def catalog_in_all_scripts(units: Sequence[SourceUnit]) -> bytes:
    """One catalog whose entries are in a dozen scripts by turns."""
    entries = untranslated(units)
    share = -(-len(entries) // len(SCRIPTS))
    found: list[po.Entry] = []
    for place, tag in enumerate(SCRIPTS):
        found += translated(entries[place * share : (place + 1) * share], tag)
    return po.new(header(), found)


def newer_template(units: Sequence[SourceUnit], seed: int = 3) -> bytes:
    """A template some months later.

    Of 100 entries 5 are reworded, 3 renamed (one with another wording too), 3 gone and 3 new, and
    10 stand at another place of the document.
    """
    rng = random.Random(seed)  # noqa: S311
    found = []
    for number, entry in enumerate(untranslated(units)):
        chance = rng.random()
        words = f"{entry.msgid[:-1]} {rng.choice(ENGLISH)}."
        if chance < 0.05:
            entry = replace(entry, msgid=words)
        elif chance < 0.08:
            source = words if chance < 0.06 else entry.msgid
            entry = replace(entry, msgctxt=f"value.n{number}/body", msgid=source)
        elif chance < 0.11:
            fresh = f"{text(ENGLISH, WORDS_OF_A_MESSAGE, rng)} {_in_letters(number)} anew"
            entry = replace(entry, msgctxt=f"value.x{number}/body", msgid=fresh)
        elif chance < 0.21:
            entry = replace(entry, references=(f"statements/moved#{number}",))
        found.append(entry)
    return po.new(header("", "2026-06-01 00:00+0000"), found)
