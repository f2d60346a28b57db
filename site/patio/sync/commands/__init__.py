"""The subcommands of ``manage.py catalogs``, a module each.

A new one is a subclass of ``Subcommand`` in a module of its own, named in ``SUBCOMMANDS``.
"""

from __future__ import annotations

from .base import Subcommand
from .check import Check
from .conflicts import Conflicts
from .exchange import Export, Import
from .merge_driver import MergeDriver
from .stats import Stats
from .sync import Sync
from .watch import Watch

SUBCOMMANDS: tuple[type[Subcommand], ...] = (
    *(Sync, Import, Export, Check, Stats),
    *(Watch, Conflicts, MergeDriver),
)

__all__ = ["SUBCOMMANDS", "Subcommand"]
