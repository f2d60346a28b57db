"""Why a translation was not saved.

::

    CatalogError
    └── RefusedError              nothing was written; .unit says which unit it is about
        ├── PermissionDeniedError the actor may not do this in this language
        ├── StaleVersionError     somebody saved in between; .theirs and .mine hold both texts
        ├── CheckFailedError      the text can't stand; .findings say what to mend
        ├── EmptyTextError        a text that is called a translation, and is none
        └── DecidedError          somebody has decided on the suggestion; .decision says how
"""

from __future__ import annotations

from patio.catalog.checks import Finding
from patio.catalog.errors import CatalogError


class RefusedError(CatalogError):
    """A change that was not written."""

    def __init__(self, unit: str, message: str) -> None:
        self.unit = unit
        super().__init__(message)


class PermissionDeniedError(RefusedError):
    """The actor lacks the right. Ask a coordinator of the language."""

    def __init__(self, *, unit: str, action: str, language: str) -> None:
        self.action, self.language = action, language
        super().__init__(
            unit,
            f"You may not {action} in the language “{language}”: ask a coordinator of its team.",
        )


class StaleVersionError(RefusedError):
    """The text has changed since it was read. Both texts are here: choose or merge."""

    def __init__(self, *, unit: str, theirs: str, mine: str) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__(
            unit,
            f"{unit}: somebody saved another text since you read it; compare both and save again.",
        )


class CheckFailedError(RefusedError):
    """A check found errors."""

    def __init__(self, *, unit: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(unit, f"{unit}: " + " ".join(finding.message for finding in findings))


class EmptyTextError(RefusedError):
    """An empty text in any state but ``untranslated``, which is how a text is cleared."""

    def __init__(self, *, unit: str) -> None:
        super().__init__(unit, f"{unit}: an empty text is no translation: write one.")


class DecidedError(RefusedError):
    """A suggestion that nobody waits for any more: its decision stands."""

    def __init__(self, *, unit: str, number: int, decision: str) -> None:
        self.decision = decision
        super().__init__(
            unit,
            f"{unit}: suggestion {number} was {decision} already; save the text that you want.",
        )
