"""What tells one content of a file from another, without reading it where that can be helped.

A file whose size, time of change and inode are those that were remembered has not changed, unless
it was written in the very moment in which it was remembered; then, and where only these differ, its
hash decides. (git's index does the same: Documentation/technical/racy-git.)
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, field
from typing import Final, Self

#: File systems tell times of change apart that lie so many nanoseconds apart, the coarsest of them.
_GRANULE_NS: Final = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one content of a file from another."""

    size: int
    modified_ns: int
    inode: str
    digest: str
    stamped_ns: int = field(default_factory=time.time_ns)

    @classmethod
    def of(cls, status: os.stat_result, data: bytes) -> Self:
        """The stamp of an open file with this content."""
        return cls(
            size=status.st_size,
            modified_ns=status.st_mtime_ns,
            inode=str(status.st_ino),
            digest=hashlib.blake2b(data, digest_size=16).hexdigest(),
        )

    def vouches_for(self, status: os.stat_result) -> bool:
        """Whether a file of this status has the stamp's content for sure."""
        same = (self.size, self.modified_ns, self.inode) == (
            status.st_size,
            status.st_mtime_ns,
            str(status.st_ino),
        )
        return same and self.modified_ns + _GRANULE_NS < self.stamped_ns
