"""A hash of a value by its content: equal values have equal hashes, in every process and on every day."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import hashlib
import math
from collections.abc import Mapping, Set
from pathlib import PurePath
from typing import Any, Protocol, runtime_checkable

import numpy as np
import pandas as pd
from pydantic import BaseModel


class UndigestedError(TypeError):
    """A value of a kind that has no digest, such as a function: nothing that depends on it can be named."""


@runtime_checkable
class Depending(Protocol):
    """Something that is read when it is asked, as texts in files are: it gives what ``depends`` decides."""

    @property
    def depends(self) -> Mapping[str, object]:
        """All that it depends on, in values that have a digest."""
        ...


def digest(value: object) -> str:
    """The SHA-256 of ``value``: of plain values, arrays, frames, and of dataclasses and sections of them.

    Types count: 1, 1.0, True and "1" differ, and so do NaN, None and NaT; every NaN is alike. Of a frame the
    columns, their types, the index and its names count, and not how it lies in memory. The fields of a
    dataclass that its maker does not set are left out, as are cached properties: they follow from the others.
    A mapping counts with the order of its entries, which may decide the order of rows.

    Raises
    ------
    UndigestedError
        A value of another kind, anywhere inside.
    """
    pieces = _Pieces()
    _add(pieces, value)
    return pieces.hashed.hexdigest()


class _Pieces:
    """Hashes pieces one after another, each with its length: no two sequences of them run together alike."""

    def __init__(self) -> None:
        self.hashed = hashlib.sha256()

    def append(self, piece: bytes | memoryview) -> None:
        self.hashed.update(len(piece).to_bytes(8, "big"))
        self.hashed.update(piece)


def _add(pieces: _Pieces, value: object) -> None:
    pieces.append(type(value).__name__.encode())
    match value:
        case _ if value is None or value is pd.NaT or value is pd.NA:
            pass
        case pd.Timestamp() | pd.Timedelta():
            pieces.append(f"{value.isoformat()} {value.unit}".encode())
        case enum.Enum():
            _add(pieces, value.value)
        case bool() | int() | str() | PurePath() | dt.date() | dt.time() | dt.timedelta():
            pieces.append(str(value).encode("utf-8", "surrogatepass"))
        case np.generic():
            _add(pieces, np.asarray(value))
        case float():
            pieces.append(b"nan" if math.isnan(value) else value.hex().encode())
        case bytes():
            pieces.append(value)
        case list() | tuple():
            _add_all(pieces, list(value))
        case Set():
            _add_all(pieces, sorted(digest(one) for one in value))
        case Mapping():
            _add_all(pieces, list(value))
            _add_all(pieces, list(value.values()))
        case np.ndarray():
            _add_array(pieces, value)
        case pd.DataFrame():
            _add_all(pieces, [value.index, value.columns, dict(value.attrs)])
            _add_all(pieces, [value.iloc[:, place].array for place in range(value.shape[1])])
        case pd.Series():
            _add_all(pieces, [value.name, value.index, value.array, dict(value.attrs)])
        case pd.Index():
            _add_index(pieces, value)
        case pd.api.extensions.ExtensionArray():
            _add_extension(pieces, value)
        case Depending():
            _add(pieces, value.depends)
        case BaseModel():
            _add(pieces, {name: getattr(value, name) for name in type(value).model_fields})
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            own = (field.name for field in dataclasses.fields(value) if field.init)
            _add(pieces, {name: getattr(value, name) for name in own})
        case _:
            raise UndigestedError(f"no digest of a {type(value).__qualname__}")


def _add_all(pieces: _Pieces, values: list[Any]) -> None:
    pieces.append(str(len(values)).encode())
    for value in values:
        _add(pieces, value)


def _add_array(pieces: _Pieces, array: np.ndarray[Any, Any]) -> None:
    pieces.append(f"{array.dtype.str} {array.shape}".encode())
    if array.dtype.kind == "O":
        _add_all(pieces, array.ravel().tolist())
    elif array.dtype.kind in "biufcmMSU":
        if array.dtype.kind == "f" and np.isnan(array).any():
            array = np.where(np.isnan(array), np.asarray(np.nan, array.dtype), array)
        pieces.append(np.ascontiguousarray(array).tobytes())
    else:
        raise UndigestedError(f"no digest of an array of {array.dtype}")


def _add_index(pieces: _Pieces, index: pd.Index[Any]) -> None:
    match index:
        case pd.MultiIndex():
            _add_all(pieces, [list(index.names), list(index.levels), [np.asarray(of) for of in index.codes]])
        case pd.RangeIndex():
            _add_all(pieces, [index.name, index.start, index.stop, index.step])
        case _:
            _add_all(pieces, [index.name, getattr(index, "freqstr", None), index.array])


def _add_extension(pieces: _Pieces, values: pd.api.extensions.ExtensionArray) -> None:
    kind: Any = values.dtype
    pieces.append(str(kind).encode())
    match values:
        case pd.Categorical():
            _add_all(pieces, [values.ordered, values.categories, np.asarray(values.codes)])
        case pd.arrays.NumpyExtensionArray():
            _add(pieces, np.asarray(values))
        case pd.arrays.DatetimeArray() | pd.arrays.TimedeltaArray():
            _add(pieces, np.asarray(values.astype("int64")))
        case pd.arrays.IntegerArray() | pd.arrays.FloatingArray() | pd.arrays.BooleanArray():
            gaps = np.asarray(values.isna())
            _add_all(pieces, [gaps, np.where(gaps, 0, values.to_numpy(kind.numpy_dtype, na_value=0))])
        case _ if isinstance(kind, pd.StringDtype):
            pieces.append(f"{kind.storage} {kind.na_value!r}".encode())
            _add_all(
                pieces,
                [None if missing else text for text, missing in zip(values, values.isna(), strict=True)],
            )
        case _:
            raise UndigestedError(f"no digest of a column of {values.dtype}")
