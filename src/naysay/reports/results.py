"""What a run found, as one JSON document; every report is drawn from it and from nothing else."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal, get_args

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from naysay.analysis.findings import Findings
from naysay.reports.blocks import Logo
from naysay.reports.history import History
from naysay.reports.notices import notice_sentence
from naysay.reports.since import Since
from naysay.reports.words import Words
from naysay.study.about import Language
from naysay.study.characters import has_half
from naysay.study.errors import DataError, InputError, Notice, printable

FORMAT: Final = 2
LARGEST_SIDE: Final = 1_000
"""Pixels of a side of the logo, which a run made small."""


@dataclass(frozen=True)
class Results:
    """All that a document says. Tables keep the columns of naysay.study.frames; sessions are ISO dates."""

    version: str
    """Of naysay."""
    study: Mapping[str, Any]
    """The study with its defaults filled in, as plain values: study, company, market, posts, prices, ..."""
    focus: str
    """Ticker of the company that the charts of one company show."""
    findings: Findings
    counts: Mapping[str, int]
    """rows_in, kept, quarantined, duplicate, retweet, filtered, texts, companies, sessions."""
    tables: Mapping[str, pd.DataFrame]
    """The run's tables but ``FILES_ALONE``; those of a method that was not asked for have no rows."""
    series: pd.DataFrame
    """Rows by company and session: company, session, adj_close, ret, market, negativity, n_posts, n_negative.

    The focus comes first; with very many companies only those with the most events and posts are here.
    """
    stamp: Mapping[str, str]
    """study_sha256, inputs_sha256 and the versions of python and of the packages that made the numbers."""
    as_of: str = ""
    """The day that the report was asked for, else the last session; empty where there is none."""
    since: Since | None = None
    """What changed since an earlier run; None where the run was compared with none."""
    planted_bp: float | None = None
    """Simulated studies only: the effect that was put in, basis points per standard deviation."""
    warnings: tuple[Notice, ...] = ()
    """What to know about the data; results.json has each as a sentence of the report's language as well."""

    logo: Logo | None = None
    """The picture at the head of the report."""
    history: History | None = None
    """What was run on the same data before; None in a run of a workspace that keeps no ledger."""

    def to_json(self) -> str:
        """The document, with NaN as null and keys in a fixed order: the same results give the same bytes."""
        content = {
            "format": FORMAT,
            "naysay": self.version,
            "study": self.study,
            "focus": self.focus,
            "as_of": self.as_of,
            "since": None if self.since is None else asdict(self.since),
            "history": None if self.history is None else asdict(self.history),
            "planted_bp": self.planted_bp,
            "findings": asdict(self.findings),
            "counts": self.counts,
            "stamp": self.stamp,
            "logo": None if self.logo is None else _written(self.logo),
            "warnings": [
                {**asdict(notice), "values": dict(notice.values), "sentence": sentence}
                for notice, sentence in zip(self.warnings, self.warning_sentences, strict=True)
            ],
            "series": _columns(self.series),
            "tables": {name: _columns(table) for name, table in self.tables.items()},
        }
        return json.dumps(_plain(content), ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    @property
    def warning_sentences(self) -> tuple[str, ...]:
        """Each of ``warnings`` in the report's language."""
        return tuple(notice_sentence(notice, self.words) for notice in self.warnings)

    @property
    def of_measures(self) -> bool:
        """Whether the study began with daily measures from elsewhere, and not with posts."""
        return bool(self.study.get("chatter", {}).get("path"))

    @property
    def words(self) -> Words:
        """The words of the study's language, said of what the study began with."""
        return Words(self.study["study"]["language"], self.of_measures)

    def in_language(self, language: Language | None) -> Results:
        """The same results for documents in ``language``; None for the study's own.

        Raises
        ------
        InputError
            A language that documents do not have.
        """
        if language is None:
            return self
        if language not in get_args(Language):
            allowed = " or ".join(get_args(Language))
            raise InputError("language", got=language, allowed=allowed, mend="Write one of these.")
        study = {**self.study["study"], "language": language}
        return replace(self, study={**self.study, "study": study})

    @classmethod
    def from_json(cls, text: str | bytes) -> Results:
        """The results that ``to_json`` wrote.

        Raises
        ------
        DataError
            What it did not write: no JSON, other keys or types, columns of different lengths.
        """
        try:
            content = _Document.model_validate(json.loads(text, parse_constant=_no_constant))
            return cls(
                version=content.naysay,
                study=content.study,
                focus=content.focus,
                as_of=content.as_of,
                since=content.since,
                history=content.history,
                findings=content.findings,
                counts=content.counts,
                tables={name: _frame(columns) for name, columns in content.tables.items()},
                series=pd.DataFrame(content.series),
                stamp=content.stamp,
                planted_bp=content.planted_bp,
                logo=None if content.logo is None else _read(content.logo),
                warnings=tuple(
                    Notice(one.code, one.about, one.rows, tuple(sorted(one.values.items())))  # noqa: PD011
                    for one in content.warnings
                ),
            )
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            got = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        except RecursionError:
            got = "JSON that is nested too deep"
        except (ValueError, OverflowError) as error:
            got = str(error)
        raise DataError(
            "results.json", got=got, allowed="what a run of naysay wrote", mend="Run the study again."
        )


class _Warning(BaseModel):
    """One entry of ``warnings``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    code: str
    about: tuple[str, ...]
    rows: int
    values: dict[str, int | float | str]
    sentence: str


class _Logo(BaseModel):
    """The picture, its bytes in base64."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["png", "jpeg"]
    width: int = Field(gt=0, le=LARGEST_SIDE)
    height: int = Field(gt=0, le=LARGEST_SIDE)
    base64: str = Field(max_length=1_000_000)


class _Document(BaseModel):
    """results.json, key by key."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    format: Literal[2]
    naysay: str
    study: dict[str, Any]
    focus: str
    as_of: str
    since: Since | None = None
    history: History | None = None
    planted_bp: float | None
    findings: Findings
    counts: dict[str, int]
    stamp: dict[str, str]
    warnings: tuple[_Warning, ...] = ()
    logo: _Logo | None = None
    series: dict[str, list[Any]]
    tables: dict[str, dict[str, list[Any]]]


def _written(logo: Logo) -> dict[str, Any]:
    return {
        "kind": logo.kind,
        "width": logo.width,
        "height": logo.height,
        "base64": base64.b64encode(logo.content).decode("ascii"),
    }


def _read(logo: _Logo) -> Logo:
    return Logo(logo.kind, base64.b64decode(logo.base64, validate=True), logo.width, logo.height)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name}, which is no number of JSON")


def _columns(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Column by column, since names are then said once."""
    return {str(name): table[name].tolist() for name in table.columns}


def _frame(columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    """What ``_columns`` took apart; whole numbers stay whole where some are missing."""
    return pd.DataFrame({name: _values(values) for name, values in columns.items()})


def _values(values: list[Any]) -> Any:
    kinds = {type(value) for value in values}
    return pd.array(values, dtype="Int64") if kinds == {int, type(None)} else values


def _plain(value: Any) -> Any:
    """``value`` in JSON's own types."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if value is pd.NaT or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value if not isinstance(value, str) or not has_half(value) else printable(value)
