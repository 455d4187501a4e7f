"""What every table is made with. Portable SQL only: what is SQLite's own is in `database.py` and `search.py`."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData

metadata = MetaData()
_Key = Integer  # SQLite's rowid alias must be spelled INTEGER


def key(name: str) -> Column[int]:
    return Column(name, _Key, primary_key=True, autoincrement=True)
