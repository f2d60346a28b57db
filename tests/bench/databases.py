"""Databases to throw away, on SQLite and on PostgreSQL, with copies to go back to."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

DEFAULT_SERVER = "postgres://root@127.0.0.1:5432/postgres"


class BenchDatabase(ABC):
    """A database with a folder of catalogs; both can be kept and brought back."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.translations = folder / "translations"
        self.translations.mkdir(parents=True)

    @property
    @abstractmethod
    def url(self) -> str:
        """As ``DATABASE_URL``."""

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to work with it."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "DATABASE_URL": self.url,
            "TRANSLATIONS_DIR": str(self.translations),
            "MEDIA_ROOT": str(self.folder / "media"),
            "CACHE_URL": "",
            "TASKS": "database",
            "LOG_LEVEL": "ERROR",
        }

    def keep(self) -> None:
        """Remember the database and the folder as they are."""
        self.copy_database()
        shutil.copytree(self.translations, self.folder / "kept")

    def bring_back(self) -> None:
        """Make them what was kept."""
        self.restore_database()
        shutil.rmtree(self.translations)
        shutil.copytree(self.folder / "kept", self.translations)

    @abstractmethod
    def copy_database(self) -> None: ...

    @abstractmethod
    def restore_database(self) -> None: ...

    @abstractmethod
    def drop(self) -> None:
        """Leave nothing behind."""


class Sqlite(BenchDatabase):
    """A file."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.path = folder / "db.sqlite3"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def copy_database(self) -> None:
        # Its last connection has put the write-ahead log into the file.
        shutil.copyfile(self.path, self.folder / "kept.sqlite3")

    def restore_database(self) -> None:
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.folder / "kept.sqlite3", self.path)

    def drop(self) -> None:
        shutil.rmtree(self.folder)


class Postgresql(BenchDatabase):
    """A database of the server that ``DATABASE_URL`` names, or of this machine's."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, label: str) -> None:
        super().__init__(folder)
        self.database = f"patio_bench_{os.getpid()}_{label}"
        self.kept = f"{self.database}_kept"
        self._execute("CREATE DATABASE {}", self.database)

    @staticmethod
    def server() -> str:
        """The server's address."""
        url = os.environ.get("DATABASE_URL", "")
        return url if url.startswith(("postgres:", "postgresql:")) else DEFAULT_SERVER

    @classmethod
    def answers(cls) -> bool:
        """Whether there is a server."""
        with suppress(psycopg.OperationalError):
            psycopg.connect(cls.server(), dbname="postgres", connect_timeout=3).close()
            return True
        return False

    @property
    def url(self) -> str:
        return f"{self.server().rpartition('/')[0]}/{self.database}"

    def copy_database(self) -> None:
        self._execute("CREATE DATABASE {} TEMPLATE {}", self.kept, self.database)

    def restore_database(self) -> None:
        self._execute("DROP DATABASE {}", self.database)
        self._execute("CREATE DATABASE {} TEMPLATE {}", self.database, self.kept)

    def drop(self) -> None:
        for name in (self.database, self.kept):
            self._execute("DROP DATABASE IF EXISTS {}", name)
        shutil.rmtree(self.folder)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server(), dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
