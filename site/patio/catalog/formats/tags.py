"""Whether two language tags, as tools write them, mean one language."""

from __future__ import annotations

from collections.abc import Iterable

import langcodes


def is_same_language(one: str, other: str) -> bool:
    """Whether two BCP 47 tags name the same language, by CLDR's likely subtags.

    >>> is_same_language("es-ES", "es"), is_same_language("zh_CN", "zh-hans")
    (True, True)
    >>> is_same_language("es-AR", "es")
    False
    """
    return _full(one) == _full(other)


def pick(tags: Iterable[str], wanted: str, *, any_region: bool = False) -> str | None:
    """The tag among ``tags`` that means ``wanted``; the one spelt the same, if there is one.

    With ``any_region``, another region's will do: a source is English to all who translate it.
    """
    same = [tag for tag in tags if is_same_language(tag, wanted)]
    exact = [tag for tag in same if tag.replace("_", "-").lower() == wanted.lower()]
    near = [tag for tag in tags if any_region and _full(tag)[:2] == _full(wanted)[:2]]
    return next(iter([*exact, *same, *near]), None)


def _full(tag: str) -> tuple[str | None, str | None, str | None]:
    try:
        language = langcodes.Language.get(tag).maximize()
    except langcodes.LanguageTagError:
        return (tag.lower(), None, None)
    return (language.language, language.script, language.territory)
