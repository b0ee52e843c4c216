"""Old workbooks. Expected values: the cells of OLD, which xlwt 1.3 wrote, by hand."""

from __future__ import annotations

import base64
import datetime as dt
import zlib
from pathlib import Path

import pytest

from naysay.data.tables import old_workbook
from naysay.data.tables.old_workbook import UnreadableWorkbookError, try_old_workbook
from naysay.data.tables.workbook import Workbook
from naysay.data.tables.workbook_size import TooLargeError
from naysay.study.errors import DataError

OLD = (
    "eNrtWE1oE0EU/maTND80aRIToRFLKFi1pofiRYR2o1R7Sole/EFoUxNoqU1CmoN6sVpzFARPipdCPRil6sUf9KA3D0JFD4IgJApe"
    "PAkKHtKsb152Ja2KDWihMl+Yb968N2/mZX539+VSoDJ/L1LFKgzChrrhRluTTlByWwU/yG4YUrRyFyVDYUPB7aKJbHPgsfeFU86h"
    "nO8qNNy1PyMG3lM6gTxGctlMdB2xn2NICRnDALHAddL40MlRBZlPMm9ivsM1nzDHWXOJeYDqVsRxLOkjvXvMVXxU62abD7LdB+zz"
    "ljX9COO5XMXnLotGXQf2FSZTpzaYocvejgXQhA5nspmCLIdxQ27ZY4S+RKJvaCg6MbF3erqCEE35Ar4aUeCLtbefRpV+ffUCpP+2"
    "Uu/8jd5FU7laf0WzA7MwxnirlOBFxC4tDiRzM8WZGmIkghOt88k0HeN5MmTSo6kiVSxmThdJn+8nebhQy3rkSc8ng3/FyeDlHdNO"
    "nEYHywHeN34Kqnbz86vEeFIfZc0s3waNO2ObDA4GzksPcvaxRWO2UepleRfzBW51C8sR5hBFTXlPMmwKB+e4zkW29lA/uxmv9e1N"
    "8g6SS58OPewqfdB3krw4XD0bWnyjz6Ob7rA0+cvfHGIiJq5dlXikW7kwz5d3zJ0/nTUuzW/GbpgXYweW4WExwNwoydERP0qaOVbS"
    "W/zCW7C3HA8bjZCMLohb5XL59taP8YZdtiBHclAL4j4PX7zpdvZAQUFBQUFBQUFB4U8Q5pO4fO60m28I8knfaX7XWaZUV59J/lsc"
    "Ro5+RXqdPIAs5QWcaWn9bIZDWG2JNfpY3wsljlDvBUxhnOOYann90puaaP4/a3b0/70t1Gr/9Vbi/Mf9fwc+Xdjl"
)
"""One sheet, Posts, with id, posted_at and text, and a row below."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "posts.xls"
    path.write_bytes(zlib.decompress(base64.b64decode(OLD)))
    return path


def test_an_old_workbook_is_read(old: Path) -> None:
    sheet = Workbook(old).only_sheet(["text"])
    assert sheet.names == ("id", "posted_at", "text")
    assert list(sheet.below()) == [(2, ["p1", dt.datetime.fromisoformat("2024-01-02T09:30"), "Grün"])]


def test_one_that_would_end_the_process_is_refused(old: Path) -> None:
    content = bytearray(old.read_bytes())
    content[44:48] = (2**31 - 1).to_bytes(4, "little")  # sectors of the table of sectors
    content[72:76] = (2**31 - 1).to_bytes(4, "little")
    old.write_bytes(content[:1_000])
    with pytest.raises(UnreadableWorkbookError):
        try_old_workbook(old)
    with pytest.raises(DataError, match="cannot be read"):
        Workbook(old)


def test_a_large_one_is_refused(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_workbook, "LARGEST", 1_000)
    with pytest.raises(TooLargeError):
        try_old_workbook(old)
