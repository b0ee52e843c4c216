"""Prices from files that the user brings, one a symbol, in Yahoo's column layout."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

from naysay.data.file_patterns import matching
from naysay.data.markets._layout import price_history
from naysay.data.markets.base import Market, PriceHistory, Prices, checked_symbol, raise_together
from naysay.data.witness import shown_name, whole
from naysay.study.errors import DataError


def read(symbols: Sequence[str], path: Path) -> Prices:
    """The prices of ``symbols`` in a folder with SYMBOL.csv, or by a pattern such as prices/**/*.csv.

    A pattern's file belongs to the symbol that its name without .csv is. A symbol without a file is missed.

    Raises
    ------
    DataError
        A symbol that may not stand in a path, a folder that does not exist, two files of one symbol, and all
        files that cannot be read, at once. See ``price_history`` for what a file must be.
    """
    wanted = [checked_symbol(symbol) for symbol in dict.fromkeys(symbols)]
    files = _files(wanted, path)
    histories: dict[str, PriceHistory] = {}
    errors: list[DataError] = []
    for symbol, file in files.items():
        try:
            histories[symbol] = price_history(symbol, whole(file, "prices.path"), name=shown_name(file))
        except DataError as error:
            errors.append(error)
    raise_together(errors)
    missed = {symbol: f"no file {symbol}.csv in {path}" for symbol in wanted if symbol not in files}
    return Prices(histories, missed)


def _files(symbols: Sequence[str], path: Path) -> dict[str, Path]:
    """The file of each symbol that has one."""
    if path.is_dir():
        return {symbol: path / f"{symbol}.csv" for symbol in symbols if (path / f"{symbol}.csv").is_file()}
    if not glob.has_magic(str(path)):
        raise DataError(
            "prices.path",
            got=str(path),
            allowed="a folder with one SYMBOL.csv a company, or a pattern such as data/prices/*.csv",
            mend="Create the folder, or correct the path; it is relative to the workspace.",
        )
    files: dict[str, Path] = {}
    wanted = frozenset(symbols)
    for file in matching(path):
        symbol = file.name[: -len(".csv")] if file.name.lower().endswith(".csv") else file.name
        if symbol not in wanted or not file.is_file():
            continue
        if symbol in files:
            raise DataError(
                "prices.path",
                got=f"{files[symbol]} and {file} for {symbol}",
                allowed="one file a symbol",
                mend="Narrow the pattern so that it finds one of them.",
            )
        files[symbol] = file
    return {symbol: files[symbol] for symbol in symbols if symbol in files}


MARKET = Market("csv", read)
