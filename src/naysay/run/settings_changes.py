"""What differs between the settings of two runs: options of the study, versions, the processor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from naysay import __version__
from naysay.run.kernel import kernel
from naysay.run.manifest import Manifest
from naysay.run.stamp import computing
from naysay.study.errors import printable, shown

KERNEL: Final = "kernel"
NAYSAY: Final = "naysay"
_ABSENT: Final = "none"
_LONGEST: Final = 200
"""Characters of a value."""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """An option or a version that differs: its name, and its value in both runs as text."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.name}: {self.before} and {self.after}"


def option_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[SettingChange, ...]:
    """Keys of two studies, as manifests have them, whose values differ; a company is known by its ticker."""
    return tuple(_options(before, after, ""))


def versions_of(run: Manifest) -> dict[str, str]:
    """What a run was computed with: versions by package, and the processor's kernel."""
    return {NAYSAY: run.naysay, **run.versions, KERNEL: run.kernel}


def versions_here() -> dict[str, str]:
    """What a run would be computed with here and now."""
    return {NAYSAY: __version__, **computing(), KERNEL: kernel()}


def version_changes(first: Mapping[str, str], second: Mapping[str, str]) -> tuple[SettingChange, ...]:
    """Packages whose versions differ, naysay's own first, and the processor's kernel last."""
    names = dict.fromkeys([*first, *second])
    return tuple(
        SettingChange(printable(name), _version(first.get(name)), _version(second.get(name)))
        for name in sorted(names, key=lambda name: (name == KERNEL, name != NAYSAY, name))
        if first.get(name) != second.get(name)
    )


def _options(before: Any, after: Any, path: str) -> Iterator[SettingChange]:
    first, second = _by_ticker(before), _by_ticker(after)
    if isinstance(first, dict) and isinstance(second, dict):
        for key in sorted({*first, *second}):
            yield from _options(first.get(key), second.get(key), f"{path}.{key}".strip("."))
    elif isinstance(first, dict) != isinstance(second, dict) and None in (first, second):
        yield SettingChange(
            printable(path), *(_ABSENT if side is None else "there" for side in (first, second))
        )
    elif first != second:
        yield SettingChange(printable(path), _value(before), _value(after))


def _value(value: Any) -> str:
    return _ABSENT if value is None else shown(value, limit=_LONGEST)


def _by_ticker(value: Any) -> Any:
    """A list of companies by ticker, in which the order counts as well; anything else as it is."""
    if not isinstance(value, list) or not all(isinstance(one, dict) and "ticker" in one for one in value):
        return value
    tickers = [str(one["ticker"]) for one in value]
    if len(set(tickers)) < len(tickers) or not tickers:
        return value
    return {**dict(zip(tickers, value, strict=True)), "(order)": ", ".join(tickers)}


def _version(version: str | None) -> str:
    return shown(version, limit=_LONGEST).strip('"') if version else _ABSENT
