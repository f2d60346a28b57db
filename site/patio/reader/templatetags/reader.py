"""What templates of the public site need beside a screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.dates import format_date
from django import template
from django.utils.safestring import SafeString

from patio.catalog.languages import Language
from patio.reader.screens.base import Screen
from patio.reader.screens.page import PageScreen
from patio.reader.texts import language_marks

register = template.Library()

#: The digits of CLDR's numbering systems that are no Latin ones and stand for themselves.
_DIGITS = {
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "arabext": "۰۱۲۳۴۵۶۷۸۹",
    "beng": "০১২৩৪৫৬৭৮৯",
    "deva": "०१२३४५६७८९",
}


@register.simple_tag(takes_context=True)
def screen_of_page(context: template.Context) -> Screen:
    """The screen to show: the view's, or in Wagtail's preview one made of the page at hand."""
    screen = context.get("screen")
    return screen or PageScreen.of_page(context["request"], context["page"])


@register.filter
def marks(language: Language, around: Language) -> SafeString:
    """``lang`` and ``dir`` attributes for something in a language inside a text in another."""
    return language_marks(language, around)


@register.filter
def date(moment: datetime, language: Language) -> str:
    """A date as people write it in a language, with the digits that CLDR gives it."""
    return _with_digits(format_date(moment.date(), format="long", locale=language.locale), language)


@register.filter
def number(value: Any, language: Language) -> str:
    """A whole number with the digits that CLDR gives a language."""
    return _with_digits(str(value), language)


def _with_digits(text: str, language: Language) -> str:
    digits = _DIGITS.get(language.locale.default_numbering_system, "0123456789")
    return text.translate(str.maketrans("0123456789", digits))
