"""One peer on the events of a folder, run by the Python of its own environment; prints what it found as JSON.

Usage: python _event_study_peer.py PACKAGE FOLDER. The folder holds returns.csv (session x company and the
column MARKET) and events.csv (company, session). Reading the files is not timed. Nothing of this project is
imported, for the environment has only the package.
"""

import json
import sys
import time
from typing import Any

import numpy as np
import pandas as pd

LENGTH, GAP, WINDOW = 250, 0, (-10, 10)


def eventstudy_package(returns: pd.DataFrame, events: pd.DataFrame) -> tuple[float, Any]:
    """eventstudy: one object an event; its returns are a class attribute read from a file."""
    import eventstudy

    eventstudy.Single.import_returns(sys.argv[2] + "/returns.csv")
    start = time.perf_counter()
    ar = []
    for company, session in zip(events["company"], events["session"], strict=True):
        one = eventstudy.Single.market_model(
            security_ticker=company,
            market_ticker="MARKET",
            event_date=np.datetime64(session),
            event_window=WINDOW,
            estimation_size=LENGTH,
            buffer_size=GAP,
        )
        ar.append(one.AR)
    return time.perf_counter() - start, ar


def event_study_toolkit_package(returns: pd.DataFrame, events: pd.DataFrame) -> tuple[float, Any]:
    """event-study-toolkit: one table of all sessions of all events, an identity for each event."""
    from event_study_toolkit.eventstudy import eventstudy

    places = returns.index.get_indexer(pd.DatetimeIndex(events["session"]))
    reach = LENGTH + GAP - WINDOW[0]
    pieces = []
    for number, (company, at) in enumerate(zip(events["company"], places, strict=True)):
        rows = returns.iloc[at - reach : at + WINDOW[1] + 1]
        pieces.append(
            pd.DataFrame(
                {
                    "event": number,
                    "date": rows.index,
                    "ret_dlst_adj": rows[company].to_numpy(),
                    "vwretd": rows["MARKET"].to_numpy(),
                }
            )
        )
    data = pd.concat(pieces, ignore_index=True)
    given = pd.DataFrame({"event": range(len(events)), "EVT_DATE": events["session"], "all": 1})
    start = time.perf_counter()
    study = eventstudy(LENGTH, GAP, WINDOW[0], WINDOW[1], data, given, unique_id="event", groups=["all"])
    found = study.getAbnormalReturns("market")
    seconds = time.perf_counter() - start
    return seconds, found.sort_values(["event", "date"])["abret"].to_numpy().reshape(len(events), -1)


PACKAGES = {"eventstudy": eventstudy_package, "event-study-toolkit": event_study_toolkit_package}

if __name__ == "__main__":
    table = pd.read_csv(sys.argv[2] + "/returns.csv", index_col=0, parse_dates=True)
    listed = pd.read_csv(sys.argv[2] + "/events.csv", parse_dates=["session"])
    seconds, ar = PACKAGES[sys.argv[1]](table, listed)
    print(json.dumps({"seconds": seconds, "ar": np.asarray(ar, dtype=float).tolist()}))
