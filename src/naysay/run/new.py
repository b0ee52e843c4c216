"""Makes a workspace: the three folders and a first study to change."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from naysay.run.workspace import FOLDERS
from naysay.study.errors import DataError

FIRST_STUDY: Final = """\
# A study: change what is here, then `naysay check analysis/first.toml` and `naysay run analysis/first.toml`.
# All paths start at the workspace, the folder above analysis/.

[study]
name = "first"
title = "Does negative talk go before lower returns?"
start = 2024-01-02
end = 2025-12-30
language = "en"            # or "de"
seed = 1

[[company]]                # one such table a company
ticker = "SAP.DE"          # as the price source spells it
name = "SAP SE"
aliases = ["SAP"]          # other names in posts
currency = "EUR"
# shares_outstanding = 1_170_000_000   # turns basis points into money

[market]
calendar = "XETR"          # posts after this exchange's close count for the next session
benchmark = "^GDAXI"

[posts]
format = "table"           # `naysay list forums`
path = "data/posts/*.csv"
company = "text"           # folder, file, column or text
timezone = "Europe/Berlin" # of instants that name no zone
# clock = "date_only"      # where posts have a date but no true time of day

[posts.columns]            # which column of the table holds what
id = "id"
posted_at = "posted_at"
text = "text"

[prices]
source = "yahoo"           # or "csv" with path = "data/prices"

[sentiment]
# scorer = "auto"          # each post by its language, English or German; others: `naysay list scorers`
"""


def new_workspace(folder: Path) -> Path:
    """Make the workspace ``folder`` and say where its first study is. Nothing that exists is changed.

    Raises
    ------
    DataError
        As ``write_first_study``.
    """
    return write_first_study(folder, FIRST_STUDY)


def write_first_study(folder: Path, text: str) -> Path:
    """Make the workspace ``folder`` with the study ``text`` in it.

    Raises
    ------
    DataError
        When the first study exists already, or the folder cannot be written.
    """
    study = folder / "analysis" / "first.toml"
    opened = False
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        with study.open("xb") as file:
            opened = True
            file.write(text.encode())
    except FileExistsError:
        raise _no_place(folder, "It is there already: change that one, or choose another folder.") from None
    except OSError as error:
        if opened:
            study.unlink(missing_ok=True)
        raise _no_place(folder, f"{error.strerror}: choose a folder that can be written.") from None
    return study


def _no_place(folder: Path, mend: str) -> DataError:
    return DataError("DIR", got=str(folder), allowed="a folder without analysis/first.toml", mend=mend)
