"""Prices from files that the user brings, one a symbol, in the layouts that docs/formats/prices.md shows."""

from __future__ import annotations

import glob
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from naysay.data.file_patterns import matching
from naysay.data.markets._layout import price_history
from naysay.data.markets.base import Market, PriceHistory, Prices, checked_symbol, raise_together
from naysay.data.witness import shown_name, whole
from naysay.study.errors import DataError
from naysay.study.price_options import AS_FOUND, PriceOptions

ENDINGS: Final = (".csv", ".txt", ".tsv")
"""What the name of a file may end in: the first of them counts where a symbol has several files."""


def read(symbols: Sequence[str], path: Path, options: PriceOptions = AS_FOUND) -> Prices:
    """The prices of ``symbols`` in a folder with SYMBOL.csv, or by a pattern such as prices/**/*.csv.

    A pattern's file belongs to the symbol that its name without its ending is; .txt and .tsv are endings,
    too. A symbol without a file is missed.
    ``options`` say how the files are written, where that is not found.

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
            histories[symbol] = price_history(
                symbol, whole(file, "prices.path"), name=shown_name(file), options=options
            )
        except DataError as error:
            errors.append(error)
    raise_together(errors)
    missed = {symbol: f"no file {symbol}.csv in {path}" for symbol in wanted if symbol not in files}
    return Prices(histories, missed)


def files(symbols: Sequence[str], path: Path) -> dict[str, Path]:
    """The file of each of ``symbols`` that has one.

    Raises
    ------
    DataError
        As ``read``, but for what is in the files.
    """
    return _files([checked_symbol(symbol) for symbol in dict.fromkeys(symbols)], path)


def _files(symbols: Sequence[str], path: Path) -> dict[str, Path]:
    """The file of each symbol that has one; a symbol may have further files with later endings."""
    if path.is_dir():
        named = ((symbol, path / f"{symbol}{ending}") for ending in reversed(ENDINGS) for symbol in symbols)
        files = {symbol: file for symbol, file in named if file.is_file()}
    elif glob.has_magic(str(path)):
        files = _of_pattern(frozenset(symbols), path)
    else:
        raise DataError(
            "prices.path",
            got=str(path),
            allowed="a folder with one SYMBOL.csv a company, or a pattern such as data/prices/*.csv",
            mend="Create the folder, or correct the path; it is relative to the workspace.",
        )
    return {symbol: files[symbol] for symbol in symbols if symbol in files}


def _of_pattern(symbols: Collection[str], path: Path) -> dict[str, Path]:
    by_ending: dict[str, dict[str, Path]] = {ending: {} for ending in ("", *reversed(ENDINGS))}
    for file in matching(path):
        ending = next((ending for ending in ENDINGS if file.name.lower().endswith(ending)), "")
        symbol, files = file.name[: len(file.name) - len(ending)], by_ending[ending]
        if symbol not in symbols or not file.is_file():
            continue
        if symbol in files:
            raise DataError(
                "prices.path",
                got=f"{files[symbol]} and {file} for {symbol}",
                allowed="one file a symbol",
                mend="Narrow the pattern so that it finds one of them.",
            )
        files[symbol] = file
    return {symbol: file for files in by_ending.values() for symbol, file in files.items()}


MARKET = Market("csv", read, files, read_written=read)
