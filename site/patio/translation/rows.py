"""Many rows at once, by the fastest means that the database offers.

PostgreSQL takes new rows by ``COPY`` and changed ones from arrays (``unnest``); SQLite takes both
by ``executemany``, past the ORM's objects. Values are those of the columns: foreign keys as ids.
Neither way sends signals or sets defaults, so only the services use it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

Row = tuple[Any, ...]


def reserve_ids(model: type[Model], count: int) -> range | list[int]:
    """Ids for that many new rows, which nobody else will be given. Inside a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, count],
            )
            return [row[0] for row in cursor.fetchall()]
        # SQLite has one writer at a time, and remembers the highest id that a row was given.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return range(first, first + count)


def insert_rows(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows; ``names`` are the fields', in the order of each row's values."""
    if not rows:
        return
    table, columns = _quoted(model, names)
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({places})", rows)  # noqa: S608


def update_rows(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Update rows by ``id``, which each row has *last*, after the values of ``names``."""
    if not rows:
        return
    table, columns = _quoted(model, names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            types = [model._meta.get_field(name).db_type(connection) for name in names]
            arrays = ", ".join(f"%s::{kind}[]" for kind in [*types, "bigint"])
            values = ", ".join(f"{column} = new.{column}" for column in columns)
            cursor.execute(
                f"UPDATE {table} SET {values} "  # noqa: S608
                f"FROM unnest({arrays}) AS new({', '.join(columns)}, id) WHERE {table}.id = new.id",
                [list(column) for column in zip(*rows, strict=True)],
            )
        else:
            values = ", ".join(f"{column} = %s" for column in columns)
            cursor.executemany(f"UPDATE {table} SET {values} WHERE id = %s", rows)  # noqa: S608


def _quoted(model: type[Model], names: Sequence[str]) -> tuple[str, list[str]]:
    """The model's table and the fields' columns, as SQL names them."""
    quote = connection.ops.quote_name
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    return quote(model._meta.db_table), [quote(columns[name]) for name in names]
