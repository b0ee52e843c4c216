"""Why a number is missing: a code with its values as one short text, which the reports put into words.

``"too_few_sessions least=20"`` is the code ``too_few_sessions`` with the value 20 for ``least``. It is a
plain ``str``, so that it passes through arrays and frames; the empty text means that there is no reason. The
words of each code stand in ``reports/phrases``, in every language, under ``[reason]``.
"""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

CODE: Final = "reason"
VALUES: Final = "reason_values"
_IDENTIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_VALUE: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?|[A-Za-z][A-Za-z0-9_]*")


def because(code: str, **values: int | float | str) -> str:
    """The reason ``code`` with its ``values``, numbers or plain identifiers, in the order they come.

    Raises
    ------
    ValueError
        For a code or a value that is neither an identifier nor a number: a mistake of ours, not of the input.
    """
    reason = " ".join((code, *(f"{name}={value}" for name, value in values.items())))
    if not is_reason(reason):
        raise ValueError(f"not a reason: {reason!r}")
    return reason


def is_reason(text: str) -> bool:
    """Whether ``text`` is what ``because`` makes."""
    code, *values = text.split(" ")
    pairs = [value.partition("=") for value in values]
    return _IDENTIFIER.fullmatch(code) is not None and all(
        _IDENTIFIER.fullmatch(name) and _VALUE.fullmatch(value) for name, _, value in pairs
    )


def parted(reason: str) -> tuple[str, dict[str, str]]:
    """The code of a reason and its values by name; what is not ``name=value`` is no value."""
    code, *values = reason.split(" ")
    pairs = (value.partition("=") for value in values)
    return code, {name: value for name, equals, value in pairs if equals}


def plain(reason: str) -> str:
    """A reason as plain text for a summary: ``too few sessions (least 20)``."""
    code, values = parted(reason)
    listed = ", ".join(f"{name} {value}" for name, value in values.items())
    return code.replace("_", " ") + (f" ({listed})" if listed else "")


def split_reasons(table: pd.DataFrame) -> pd.DataFrame:
    """``table`` with each reason in two columns: ``reason``, the code, and ``reason_values`` right after it.

    ``least=20`` is one of the values, several are parted by a space. Both are empty texts where there is no
    reason. A table without the column ``reason``, or split already, comes back as it is.
    """
    if CODE not in table or VALUES in table:
        return table
    place, known = pd.factorize(table[CODE].fillna("").astype(object), sort=False)
    parts = [str(reason).partition(" ") for reason in known]
    out = table.copy()
    for at, (column, part) in enumerate(((CODE, 0), (VALUES, 2))):
        values = pd.Series([parts[i][part] for i in place], index=table.index, dtype=str)
        if column == CODE:
            out[CODE] = values
        else:
            out.insert(list(out.columns).index(CODE) + at, VALUES, values)
    return out


def joined_reasons(table: pd.DataFrame) -> pd.Series:
    """The reasons of a table whose columns ``split_reasons`` made, each as one text again; empty for none.

    A table without the columns has no reasons; a missing value is none.
    """
    columns = [
        table[name].map(lambda value: value if isinstance(value, str) else "").astype(object)
        if name in table
        else pd.Series("", index=table.index, dtype=object)
        for name in (CODE, VALUES)
    ]
    return (columns[0] + " " + columns[1]).str.strip(" ").astype(object)
