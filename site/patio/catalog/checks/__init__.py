"""Checks of translations: plain values in, findings out.

One engine for catalogs, the CMS, commands and CI. ``errors_in`` says what keeps a text from being
saved, ``check_translation`` all there is to say, ``registered_checks`` which checks there are.

- ``finding``, ``pair``, ``base``: what goes in and out, and the registry
- ``engine``, ``gate``: how they are run
- ``tokens``, ``figures``: parts of a text that several checks need
- the other modules: the checks, a kind each
"""

from __future__ import annotations

from . import (  # noqa: F401  they register their checks, in this order
    characters,
    endings,
    extent,
    form,
    identity,
    links,
    marks,
    markup,
    numbers,
    pairing,
    placeholders,
    sameness,
    spacing,
    structure,
    toolkit,
    words,
)
from .base import Check, Example, registered_checks
from .engine import check_translation, errors_in
from .finding import Finding, Severity
from .form import MAX_LINE_LENGTH, MAX_TEXT_LENGTH

__all__ = [
    "MAX_LINE_LENGTH",
    "MAX_TEXT_LENGTH",
    "Check",
    "Example",
    "Finding",
    "Severity",
    "check_translation",
    "errors_in",
    "registered_checks",
]
