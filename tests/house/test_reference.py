"""The reference of Python is whole, and its pages say what functions take.

Expected values: what ``naysay``, ``naysay.analysis``, ``naysay.data`` and ``naysay.data.markets.offline``
export, and their signatures.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from tests.house.test_documents import DOCS, read

import naysay
from naysay import analysis, data
from naysay.data.markets import offline

ENTRY = re.compile(
    r"^::: (?P<place>\S+)\n    options:\n      heading: (?P<name>\S+)\n      toc_label: (?P<label>\S+)$",
    flags=re.MULTILINE,
)
ENTRIES = {
    entry["name"]: entry
    for page in sorted((DOCS / "reference").glob("*.md"))
    for entry in ENTRY.finditer(read(page))
}
PUBLIC = {
    **{f"naysay.{name}": getattr(naysay, name) for name in naysay.__all__},
    **{f"naysay.analysis.{name}": getattr(analysis, name) for name in analysis.__all__},
    **{f"naysay.data.{name}": getattr(data, name) for name in data.__all__},
    **{f"{offline.__name__}.{name}": getattr(offline, name) for name in offline.__all__},
}
PLAIN = {"naysay.__version__", "naysay.analysis", "naysay.data"}
"""A text and two packages, which have no entry of their own."""


def documented(name: str) -> Iterator[tuple[str, Any]]:
    """The public thing ``name``, and where it is a class its public methods."""
    thing = PUBLIC[name]
    yield name, thing
    if inspect.isclass(thing):
        for inner, method in vars(thing).items():
            if inspect.isfunction(method) and not inner.startswith("_"):
                yield f"{name}.{inner}", method


def test_every_public_name_stands_on_one_page() -> None:
    counts = Counter(
        re.findall(r"^      heading: (\S+)$", "\n".join(map(read, (DOCS / "reference").glob("*.md"))), re.M)
    )
    assert set(counts) == PUBLIC.keys() - PLAIN
    assert [name for name, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("name", sorted(PUBLIC.keys() - PLAIN))
def test_an_entry_shows_what_its_name_means(name: str) -> None:
    module, _, member = ENTRIES[name]["place"].rpartition(".")
    assert getattr(importlib.import_module(module), member) is PUBLIC[name]
    assert ENTRIES[name]["label"] == name.rpartition(".")[2]


@pytest.mark.parametrize("name", sorted(PUBLIC.keys() - PLAIN))
def test_parameters_that_are_described_together_have_one_type_and_one_default(name: str) -> None:
    """The pages show the type and the default of the first for all of them."""
    for place, thing in documented(name):
        text = inspect.getdoc(thing) or ""
        assert text, f"{place} has no docstring"
        for group in re.findall(r"^([a-z_]+(?:, [a-z_]+)+)$\n    ", text, flags=re.MULTILINE):
            parameters = inspect.signature(thing).parameters
            kinds = {
                (str(parameters[one].annotation), str(parameters[one].default)) for one in group.split(", ")
            }
            assert len(kinds) == 1, f"{place}: describe {group} one by one"
