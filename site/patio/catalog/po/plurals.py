"""``Plural-Forms``: how many forms a language has, and which form a number takes.

Source: GNU gettext manual, "Plural forms". The expression is parsed by the standard library's
``gettext.c2py``, which takes numbers, ``n`` and C's operators, and nothing else.
"""

from __future__ import annotations

import gettext
import re
from functools import lru_cache
from itertools import accumulate
from typing import Final

from .limits import MAX_PLURAL_EXPRESSION, MAX_PLURAL_FORMS, MAX_PLURAL_NESTING

_COUNT: Final = re.compile(r"nplurals=[ \t]*+([^;\n]*+)")
_EXPRESSION: Final = re.compile(r"plural=([^;\n]*+)")
_TRIED: Final = range(1001)  # as msgfmt's check_plural_eval


class PluralFormsError(ValueError):
    """What is wrong with a ``Plural-Forms``; ``remedy`` is what to do."""

    remedy = "take the Plural-Forms of your language from Unicode CLDR"


def count_plural_forms(header: str) -> int | None:
    """The ``nplurals`` of a header's text; ``None`` where it has none, or a template's placeholder.

    Raises:
        PluralFormsError: the number or the expression can't be used, or they don't fit together.

    >>> count_plural_forms("Plural-Forms: nplurals=2; plural=(n != 1);")
    2
    """
    count = _COUNT.search(header)
    expression = _EXPRESSION.search(header)
    if count is None or expression is None:
        return None
    if (count[1].strip(), expression[1].strip()) == ("INTEGER", "EXPRESSION"):
        return None
    return _check(count[1].strip(), expression[1].strip())


@lru_cache(maxsize=512)
def _check(count: str, expression: str) -> int:
    if not re.fullmatch(r"[0-9]+", count):
        raise PluralFormsError(f"nplurals={count[:20]} is not a number")
    if len(count) > 9 or not 1 <= int(count) <= MAX_PLURAL_FORMS:
        raise PluralFormsError(f"nplurals={count[:20]} is not between 1 and {MAX_PLURAL_FORMS}")
    if len(expression) > MAX_PLURAL_EXPRESSION:
        raise PluralFormsError(f"the plural expression is over {MAX_PLURAL_EXPRESSION} characters")
    if _nesting(expression) > MAX_PLURAL_NESTING:
        raise PluralFormsError(f"the plural expression is nested over {MAX_PLURAL_NESTING} deep")
    try:
        form_of = gettext.c2py(expression)
        forms = {form_of(n) for n in _TRIED}
    except ZeroDivisionError:
        raise PluralFormsError("the plural expression divides by zero") from None
    except (ValueError, RecursionError, MemoryError, OverflowError, SyntaxError):
        raise PluralFormsError("the plural expression is not valid") from None
    if not 0 <= min(forms) <= max(forms) < int(count):
        raise PluralFormsError(
            f"nplurals={count}, but the plural expression gives forms up to {max(forms)}"
        )
    return int(count)


def _nesting(expression: str) -> int:
    """How deep parentheses and conditions are inside each other, at most."""
    steps = (1 if char in "(?" else -1 if char == ")" else 0 for char in expression)
    return max(accumulate(steps), default=0)
