"""What a check is, and the registry of all of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from patio.catalog.units import MessageFormat

from .finding import Finding, Severity
from .pair import Pair


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that shows what a check finds, for people and for the tests."""

    source: str
    text: str
    language: str = "es"
    message_format: MessageFormat = MessageFormat.MARKDOWN


class Check(ABC):
    """One thing that can be wrong with a translation.

    A check holds no state: ``find`` gets plain values and gives findings. Subclasses are registered
    with ``@register``.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    #: What is found and what to do about it, a sentence or two in plain English.
    description: ClassVar[str]
    severity: ClassVar[Severity]
    #: Pairs in which it finds something, and pairs in which it must not.
    bad: ClassVar[tuple[Example, ...]]
    good: ClassVar[tuple[Example, ...]]

    @abstractmethod
    def find(self, pair: Pair) -> Iterator[Finding]:
        """What is wrong with a translation that is not empty."""

    def finding(
        self, message: str, span: tuple[int, int] | None = None, fix: str | None = None
    ) -> Finding:
        """A finding of this check."""
        return Finding(self.id, self.severity, message, span, fix)


_registry: dict[str, Check] = {}
_CheckClass = TypeVar("_CheckClass", bound=type[Check])


def register(check: _CheckClass) -> _CheckClass:
    """Put a check into the registry. Raises ``ValueError`` for an id that is taken."""
    if check.id in _registry:
        raise ValueError(f"Two checks are called {check.id!r}: give one another id.")
    _registry[check.id] = check()
    return check


def registered_checks() -> dict[str, Check]:
    """Every check by id: errors first, then warnings, each in the order of their modules."""
    ordered = sorted(_registry.values(), key=lambda check: check.severity)
    return {check.id: check for check in ordered}
