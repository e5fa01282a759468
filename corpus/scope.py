"""A database as somebody sees it who may read some of its plans only.

The tables are hidden behind temporary views of the same names, which SQLite looks up first. So every query that is or
will be written against the store is under the restriction before it reads a row: lists, counts, filters, and whatever
is made of them; and no query can change what the views show.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

_VIEWS = {
    "plans": "id in (select id from temp.seen_plans)",
    "measures": "plan_id in (select id from temp.seen_plans)",
    # row by row and not as one set of rows: most queries look up a few items by their measure
    **dict.fromkeys(
        ("items", "responsible", "own_bodies"),
        "exists (select 1 from main.measures as own where own.row = measure_row"
        " and own.plan_id in (select id from temp.seen_plans))",
    ),
}


def showing_only(plan_ids: Collection[str]) -> Callable[[Any, Any], None]:
    """What a new database connection is to go through (an SQLAlchemy «connect» event) to show these plans alone."""

    def restrict(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("create temp table seen_plans (id text primary key) without rowid")
        cursor.executemany("insert into temp.seen_plans values (?)", [(plan_id,) for plan_id in sorted(plan_ids)])
        for table, condition in _VIEWS.items():
            cursor.execute(f"create temp view {table} as select * from main.{table} where {condition}")
        cursor.close()
        connection.commit()

    return restrict
