"""Writes the tables of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from naysay.study.table_files import table_csv


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write each table into the new ``folder`` as NAME.csv, see ``table_csv``."""
    folder.mkdir()
    for name, table in tables.items():
        (folder / f"{name}.csv").write_bytes(table_csv(table))
