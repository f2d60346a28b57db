"""Placeholders: what a program fills in must be there, spelled as in the source.

translate-toolkit's ``printf`` is right, but its ``pythonbraceformat`` takes any braces for
placeholders ("{sic}", "the set {a, b}"), and neither says where. So this is ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from patio.catalog.units import MessageFormat

from .base import Check, Example, register
from .finding import Finding
from .pair import Pair
from .tokens import PLACEHOLDER


@register
class Placeholders(Check):
    """Lost and changed placeholders; where the source has none, braces are just braces."""

    id = "placeholders"
    name = "Placeholders"
    description = (
        "{name}, %(name)s and %s are filled in by a program. Copy each from the source as it is; "
        "don't translate what is in it."
    )
    severity = "error"
    bad = (
        Example("Hello {name}", "Hola {nombre}"),
        Example("%(count)s members", "أعضاء", "ar"),
        Example("%s members", "%d 个成员", "zh_Hans", MessageFormat.PLAIN),
        Example("Hello {name}", "Привет {name} {surname}", "ru"),
    )
    good = (
        Example("{a} and {b}", "{b} और {a}", "hi"),
        Example("See %s, by %(name)s", "表示する%(name)sの%sを選択", "ja"),
        Example("100 % sure", "100 % seguro"),
        Example("Care", "Cuidado {sic}"),
    )

    def find(self, pair: Pair) -> Iterator[Finding]:
        """One finding for each that is missing or unknown."""
        wanted = dict.fromkeys(found[0] for found in PLACEHOLDER.finditer(pair.source or ""))
        if not wanted:
            return
        present = {found[0]: found.span() for found in PLACEHOLDER.finditer(pair.text)}
        unknown = [name for name in present if name not in wanted]
        missing = [name for name in wanted if name not in present]
        for name in missing:
            if len(missing) == len(unknown) == 1:
                message = f"The placeholder {name} was changed to {unknown[0]}: write {name}."
                yield self.finding(message, present[unknown[0]], name)
                return
            yield self.finding(f"The placeholder {name} is missing: copy it from the source.")
        for name in unknown:
            message = f"The source has no placeholder {name}: leave it out."
            yield self.finding(message, present[name])
