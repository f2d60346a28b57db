"""Death between any two writes.

What is counted are the places where a write begins or has just ended: each statement that changes
rows, each commit, each ``fsync`` and each replacement of a file. At the chosen one the process
"dies": an exception that no ``except Exception`` holds back is raised, and from then on nothing
that a ``finally`` or an ``except`` still tries reaches the disk or the database, as nothing would
after a ``SIGKILL``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from django.db import connection

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "COPY", "WITH", "TRUNCATE")
_TIDYING = ("ROLLBACK", "RELEASE")


class Killed(BaseException):
    """The process died here."""


class Kill:
    """One death, at the ``at``-th place of a piece of work; never where there are fewer.

    ``count`` is the number of places that were passed, ``has_struck`` whether it died.
    """

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.count = 0
        self.has_struck = False

    @contextmanager
    def lying_in_wait(self) -> Iterator[None]:
        """Strike while the body runs. What the body then raises goes no further."""
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(self._statement))
            stack.enter_context(mock.patch.object(connection, "commit", self._commit()))
            for name in ("replace", "fsync"):
                around = self._around(getattr(os, name))
                stack.enter_context(mock.patch.object(os, name, around))
            stack.enter_context(mock.patch.object(os, "unlink", self._unlink(os.unlink)))
            try:
                yield
            except BaseException:
                if not self.has_struck:
                    raise

    def _place(self) -> None:
        if self.has_struck:
            raise Killed
        self.count += 1
        if self.count == self.at:
            self.has_struck = True
            raise Killed

    def _statement(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        statement = str(sql).lstrip().upper()
        if self.has_struck and not statement.startswith(_TIDYING):
            raise Killed
        if not statement.startswith(_WRITES):
            return execute(sql, params, many, context)
        self._place()
        result = execute(sql, params, many, context)
        self._place()
        return result

    def _around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def replacement(*args: Any, **kwargs: Any) -> Any:
            self._place()
            result = function(*args, **kwargs)
            self._place()
            return result

        return replacement

    def _unlink(self, unlink: Callable[..., Any]) -> Callable[..., Any]:
        def replacement(*args: Any, **kwargs: Any) -> None:
            if self.has_struck:
                raise Killed
            unlink(*args, **kwargs)

        return replacement

    def _commit(self) -> Callable[[], None]:
        commit = connection.commit

        def replacement() -> None:
            try:
                self._place()
            except Killed:
                connection.rollback()  # As the database does when its client is gone.
                raise
            commit()
            try:
                self._place()
            except Killed:
                connection.run_on_commit.clear()
                raise

        return replacement
