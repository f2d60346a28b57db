"""What can keep a clone from being synced. Each message says what to do.

::

    CatalogError
    └── GitError                    git failed; .details holds what it said
        ├── GitMissingError         there is no git program
        ├── GitTimeoutError         git took longer than it may
        ├── NotAClonedFolderError   the translations folder is in no work tree
        ├── NoUpstreamError         no branch, no commit, or no remote branch that it follows
        ├── UnfinishedWorkError     a person is in the middle of a merge, rebase, …
        ├── WorkInTheWayError       files with changes of their own, where others come in
        ├── LockedError             another git process is at work
        ├── DivergedError           commits here and there that only a person can bring together
        ├── RemoteUnreachableError  no network, no right, no such repository
        └── PushRefusedError        the remote or a hook said no
            └── RaceLostError       somebody pushed first, every time
"""

from __future__ import annotations

from patio.catalog.errors import CatalogError


class GitError(CatalogError):
    """Git did not do what it was asked."""

    def __init__(self, message: str, details: str = "") -> None:
        self.details = details.strip()
        super().__init__(f"{message}\n{self.details}" if self.details else message)


class GitMissingError(GitError):
    """Git is not installed."""


class GitTimeoutError(GitError):
    """Git was stopped because it took too long."""


class NotAClonedFolderError(GitError):
    """The translations folder is in no git work tree."""


class NoUpstreamError(GitError):
    """There is nothing to sync with."""


class UnfinishedWorkError(GitError):
    """A person began something in the clone and has not finished it."""


class WorkInTheWayError(GitError):
    """Changes that are not committed stand where changes come in."""


class LockedError(GitError):
    """Another git process holds a lock."""


class DivergedError(GitError):
    """Local commits and the remote's can't be brought together by a program."""


class RemoteUnreachableError(GitError):
    """The remote repository can't be reached."""


class PushRefusedError(GitError):
    """The push was refused."""


class RaceLostError(PushRefusedError):
    """The remote branch had moved, at each try."""
