"""Frames as entries: what comes back has the same values, types, index and names as what was kept."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.digests import UndigestedError, digest
from naysay.study.errors import Notice
from naysay.study.stages import StageEntry, UnkeptError

_MASKED: Final[Mapping[str, Any]] = {
    "i": pd.arrays.IntegerArray,
    "u": pd.arrays.IntegerArray,
    "f": pd.arrays.FloatingArray,
    "b": pd.arrays.BooleanArray,
}
"""Columns with gaps of their own, by the kind of their numbers."""
Arrays = dict[str, npt.NDArray[Any]]


def entry_of(frames: Mapping[str, pd.DataFrame], notices: Sequence[Notice] = ()) -> StageEntry:
    """The entry of ``frames`` by name, and of what their making warned of.

    Raises
    ------
    UnkeptError
        A frame that would not come back the same.
    """
    writer = _FrameWriter()
    about = {
        "frames": {name: writer.frame(frame) for name, frame in frames.items()},
        "notices": [
            [code, list(about), rows, [[key, _plain(value)] for key, value in values]]
            for code, about, rows, values in map(astuple, notices)
        ],
    }
    entry = StageEntry(about, writer.arrays)
    try:
        same = digest(dict(frames_of(entry))) == digest(dict(frames)) and notices_of(entry) == tuple(notices)
    except UndigestedError as error:
        raise UnkeptError(str(error)) from None
    if not same:
        raise UnkeptError("a frame that would come back as another")
    return entry


def frames_of(entry: StageEntry) -> dict[str, pd.DataFrame]:
    """The frames by name, each with memory of its own.

    Raises
    ------
    ValueError, TypeError, LookupError
        An entry of something else.
    """
    return {name: _frame(entry.arrays, form) for name, form in entry.about["frames"].items()}


def notices_of(entry: StageEntry) -> tuple[Notice, ...]:
    """What the making of the frames warned of."""
    return tuple(
        Notice(code, tuple(about), rows, tuple((key, _value(value)) for key, value in values))
        for code, about, rows, values in entry.about["notices"]
    )


class _FrameWriter:
    """Turns frames into plain values; numbers go to ``arrays``, which have numbers for names."""

    def __init__(self) -> None:
        self.arrays: Arrays = {}

    def frame(self, frame: pd.DataFrame) -> dict[str, Any]:
        if frame.attrs:
            raise UnkeptError("a frame with notes")
        values = [self._values(frame.iloc[:, place].array) for place in range(frame.shape[1])]
        return {"index": self._index(frame.index), "columns": self._index(frame.columns), "values": values}

    def _index(self, index: pd.Index[Any]) -> dict[str, Any]:
        names = [_plain(name) for name in index.names]
        match index:
            case pd.MultiIndex():
                levels = [self._index(level) for level in index.levels]
                codes = [self._number(np.asarray(of, dtype=np.int64)) for of in index.codes]
                return {"names": names, "levels": levels, "codes": codes}
            case pd.RangeIndex():
                return {"names": names, "range": [index.start, index.stop, index.step]}
            case _:
                freq = getattr(index, "freqstr", None)
                return {"names": names, "values": self._values(index.array), "freq": freq}

    def _values(self, values: pd.api.extensions.ExtensionArray) -> dict[str, Any]:
        kind: Any = values.dtype
        match values:
            case pd.Categorical():
                codes, ordered = np.asarray(values.codes), bool(values.ordered)
                return {
                    "codes": self._number(codes),
                    "categories": self._index(values.categories),
                    "ordered": ordered,
                }
            case pd.arrays.DatetimeArray() if isinstance(kind, np.dtype):
                return {"array": self._number(np.asarray(values))}
            case pd.arrays.NumpyExtensionArray() if kind.kind == "O":
                return {"objects": [_plain(value) for value in np.asarray(values).tolist()]}
            case pd.arrays.NumpyExtensionArray():
                return {"array": self._number(np.asarray(values))}
            case pd.arrays.IntegerArray() | pd.arrays.FloatingArray() | pd.arrays.BooleanArray():
                numbers = values.to_numpy(kind.numpy_dtype, na_value=0)
                return {"masked": self._number(numbers), "gaps": self._number(np.asarray(values.isna()))}
            case _ if isinstance(kind, pd.StringDtype) and kind.na_value is not pd.NA:
                gaps = values.isna().tolist()
                texts = [None if gap else str(text) for text, gap in zip(values, gaps, strict=True)]
                return {"texts": texts, "storage": kind.storage}
        raise UnkeptError(f"a column of {kind}")

    def _number(self, array: npt.NDArray[Any]) -> str:
        name = str(len(self.arrays))
        self.arrays[name] = array.copy()
        return name


def _frame(arrays: Mapping[str, npt.NDArray[Any]], form: Mapping[str, Any]) -> pd.DataFrame:
    index = _index_of(arrays, form["index"])
    values = [_values_of(arrays, column) for column in form["values"]]
    columns = {place: pd.Series(of, index=index, dtype=of.dtype) for place, of in enumerate(values)}
    frame = pd.DataFrame(columns, index=index)
    frame.columns = _index_of(arrays, form["columns"])
    return frame


def _index_of(arrays: Mapping[str, npt.NDArray[Any]], form: Mapping[str, Any]) -> pd.Index[Any]:
    names = [_value(name) for name in form["names"]]
    if "levels" in form:
        levels: list[Any] = [_index_of(arrays, level) for level in form["levels"]]
        codes: list[Any] = [arrays[name].copy() for name in form["codes"]]
        return pd.MultiIndex(levels, codes, names=names)
    if "range" in form:
        start, stop, step = form["range"]
        return pd.RangeIndex(start, stop, step, name=names[0])
    values = _values_of(arrays, form["values"])
    if form["freq"] is not None:
        return pd.DatetimeIndex(values, freq=form["freq"], name=names[0])
    index: pd.Index[Any] = pd.Index(values, name=names[0], dtype=values.dtype)
    return index


def _values_of(arrays: Mapping[str, npt.NDArray[Any]], form: Mapping[str, Any]) -> Any:
    if "objects" in form:
        objects = np.empty(len(form["objects"]), dtype=object)
        objects[:] = [_value(value) for value in form["objects"]]
        return objects
    if "texts" in form:
        return pd.array(form["texts"], dtype=pd.StringDtype(form["storage"], na_value=np.nan))
    if "masked" in form:
        numbers = arrays[form["masked"]].copy()
        return _MASKED[numbers.dtype.kind](numbers, arrays[form["gaps"]].copy())
    if "codes" in form:
        categories = _index_of(arrays, form["categories"])
        kind = pd.CategoricalDtype(categories, ordered=form["ordered"])
        return pd.Categorical.from_codes(arrays[form["codes"]].copy(), dtype=kind)
    return arrays[form["array"]].copy()


def _plain(value: object) -> Any:
    """``value`` as JSON has it, from which ``_value`` makes exactly the same."""
    match value:
        case None | bool() | str():
            return value
        case _ if value is pd.NaT:
            return {"NaT": ""}
        case _ if value is pd.NA:
            return {"NA": ""}
        case pd.Timestamp() if value.tz is None:
            return {"instant": [value.unit, int(value.asm8.astype(np.int64))]}
        case np.generic() if value.dtype.kind in "biuf":
            number = value.item()
            return {"number": [value.dtype.str, _plain(number)]}
        case int():
            return value
        case float():
            return {"float": "nan" if math.isnan(value) else value.hex()}
        case dt.date() if type(value) is dt.date:
            return {"date": value.isoformat()}
        case tuple():
            return {"tuple": [_plain(one) for one in value]}
    raise UnkeptError(f"a value that is a {type(value).__qualname__}")


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    ((kind, of),) = plain.items()
    match kind:
        case "NaT":
            return pd.NaT
        case "NA":
            return pd.NA
        case "instant":
            return pd.Timestamp(np.datetime64(of[1], of[0]))
        case "number":
            return np.dtype(of[0]).type(_value(of[1]))
        case "float":
            return float.fromhex(of)
        case "date":
            return dt.date.fromisoformat(of)
        case "tuple":
            return tuple(_value(one) for one in of)
    raise ValueError(kind)
