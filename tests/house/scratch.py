"""A copy of the program in a folder of its own, to which a test adds parts as somebody from outside would."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import naysay

HEAD = """\
[study]
name = "toy"
start = 2024-01-02
end = 2024-04-30
language = "{language}"
methods = {methods}

[[company]]
ticker = "AAA"

[[company]]
ticker = "BBB"

[posts]
format = "{forum}"
path = "data/{posts}"
company = "column"

[prices]
source = "{prices}"
path = "data/prices"

[sentiment]
scorer = "{scorer}"

[report]
sections = {sections}
formats = {formats}
"""
END = "\x00"
LIST = f"""\
import sys
from naysay.run.cli import main
for kind in sys.argv[1:]:
    sys.argv = ["naysay", "list", kind]
    try:
        main()
    except SystemExit as stop:
        if stop.code:
            raise
    print({END!r}, end="")
"""
TEXTS = ("a great quarter, strong growth", "a terrible loss, the shares crash", "no news today")


@dataclass(frozen=True)
class Run:
    """What a run of the copy left in its folder."""

    folder: Path

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / "tables" / f"{name}.csv", keep_default_na=False)

    @property
    def report(self) -> str:
        """The words of the report's page."""
        page = (self.folder / "report.html").read_text(encoding="utf-8")
        return html.unescape(re.sub(r"<[^>]*>", "", page))


class House:
    """A copy of the program below ``folder``, and a workspace with posts and prices of two companies."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "src" / "naysay"
        self.workspace = folder / "workspace"
        shutil.copytree(
            Path(naysay.__file__).parent, self.package, ignore=shutil.ignore_patterns("__pycache__")
        )
        _write_data(self.workspace)

    def add(self, path: str, text: str) -> None:
        """A new file of the program."""
        file = self.package / path
        assert not file.exists()
        file.write_text(text, encoding="utf-8")

    def phrase(self, key: str, **words: str) -> None:
        """One more phrase, by language: ``method.toy`` is ``toy`` below ``[method]``."""
        table, _, name = key.rpartition(".")
        for language, text in words.items():
            folder, head = self.package / "reports" / "phrases" / language, f"[{table}]\n"
            holding = [file for file in folder.glob("*.toml") if head in file.read_text(encoding="utf-8")]
            assert len(holding) <= 1
            file = holding[0] if holding else folder / "toy.toml"
            file.touch()
            phrases, line = file.read_text(encoding="utf-8"), f"{name} = {json.dumps(text)}\n"
            changed = phrases.replace(head, head + line) if head in phrases else f"{phrases}\n{head}{line}"
            file.write_text(changed, encoding="utf-8")

    def study(self, further: str = "", **changed: Any) -> Path:
        """A study file: usual values but for those ``changed``, and ``further`` lines at its end."""
        usual: dict[str, Any] = {
            "language": "en",
            "methods": ["stationarity"],
            "forum": "table",
            "posts": "posts.csv",
            "prices": "csv",
            "scorer": "finance",
            "sections": ["methods"],
            "formats": ["html"],
        }
        values = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in {**usual, **changed}.items()
        }
        path = self.workspace / "analysis" / "toy.toml"
        path.write_text(HEAD.format(**values) + further, encoding="utf-8")
        return path

    def naysay(self, *arguments: object) -> str:
        """What a command of the copy prints.

        Raises
        ------
        AssertionError
            With the message, when the command fails.
        """
        return self._python("-m", "naysay", *arguments)

    def listed(self, *kinds: str) -> dict[str, str]:
        """What ``naysay list`` of the copy prints for each of ``kinds``, in one process."""
        return dict(zip(kinds, self._python("-c", LIST, *kinds).split(END)[:-1], strict=True))

    def _python(self, *arguments: object) -> str:
        # The copy keeps its compiled modules, so that only its first command compiles them.
        environment = {name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            env={**environment, "PYTHONPATH": str(self.package.parent)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *options: str, further: str = "", **changed: Any) -> Run:
        """A run of the study that ``study`` writes."""
        folder = Path(tempfile.mkdtemp(dir=self.workspace)) / "run"
        self.naysay("run", self.study(further, **changed), "--out", folder, *options)
        return Run(folder)


def _write_data(workspace: Path) -> None:
    """Three posts a company and day, the prices of both companies, nothing drawn twice."""
    rng = np.random.default_rng(1)
    (workspace / "analysis").mkdir(parents=True)
    (workspace / "data" / "prices").mkdir(parents=True)
    days = pd.bdate_range("2023-11-01", "2024-04-30")
    for ticker in ("AAA", "BBB"):
        close = 100.0 * np.exp(np.cumsum(0.01 * rng.standard_normal(len(days))))
        quotes = dict.fromkeys(("Open", "High", "Low", "Close", "Adj Close"), close)
        prices = pd.DataFrame({"Date": days, **quotes, "Volume": 1000})
        prices.to_csv(workspace / "data" / "prices" / f"{ticker}.csv", index=False)
    posts = [
        {
            "id": f"{ticker}{day:%Y%m%d}{hour}",
            "posted_at": f"{day:%Y-%m-%dT}{hour}:{day:%d:%m}Z",
            "company": ticker,
        }
        for ticker in ("AAA", "BBB")
        for day in days[days >= "2024-01-02"]
        for hour in (10, 11, 12)
    ]
    texts = rng.choice(TEXTS, len(posts))
    table = pd.DataFrame(posts).assign(text=texts, author=[f"a{i % 7}" for i in range(len(posts))])
    table.to_csv(workspace / "data" / "posts.csv", index=False)
