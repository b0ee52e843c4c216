"""From an Excel export to a report: the steps that the README names, with the words of the README.

Expected values: what a person would look for; the posts and prices are simulated.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.run.sheets import write_workbook

Run = Callable[..., tuple[int, str, str]]
README = Path(__file__).resolve().parents[2] / "README.md"
NAMES = {"SIM1": "Grünwälder Präzisionstechnik SE", "SIM2": "Nordwind Energie AG"}
TEXTS = (
    "Schlechte Zahlen, die Aktie stürzt ab und ich bin raus",
    "Die Hauptversammlung ist am Dienstag in Stuttgart",
    "Starke Zahlen, großartiges Quartal, ich kaufe nach",
)
HEADINGS = ("Beitrags-Nr.", "Veröffentlicht am", "Unternehmen", "Quelle", "Autor", "Beitrag", "Reichweite")


def commands() -> list[list[str]]:
    """The commands of the README's section, in their order."""
    section = README.read_text(encoding="utf-8").split("### From an Excel export to a report")[1]
    section = section.split("\n## ")[0]
    return [shlex.split(line)[1:] for line in re.findall(r"^ *(naysay .*)$", section, re.MULTILINE)]


def export(small: Path, path: Path) -> None:
    """An export with German headings, and times of the clock in Berlin."""
    posts = pd.read_csv(small / "data" / "posts.csv")
    local = pd.to_datetime(posts["posted_at"], utc=True).dt.tz_convert("Europe/Berlin").dt.tz_localize(None)
    rows = [
        (
            f"B{number}",
            at.to_pydatetime(),
            NAMES[company],
            "ariva",
            f"Nutzer{number % 50}",
            TEXTS[number * 7 % 3],
            number,
        )
        for number, (at, company) in enumerate(zip(local, posts["company"], strict=True))
    ]
    write_workbook(path, [HEADINGS, *rows])


def german(number: float) -> str:
    """1234.5 as 1.234,50."""
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))


def ariva(small: Path, folder: Path) -> None:
    """Prices as ariva writes them, the newest first."""
    folder.mkdir()
    for path in (small / "data" / "prices").glob("*.csv"):
        prices = pd.read_csv(path)
        lines = [
            ";".join(
                [
                    row.Date,
                    *map(german, (row.Open, row.High, row.Low, row.Close)),
                    f"{int(row.Volume)}",
                    "1,00",
                ]
            )
            for row in prices.itertuples()
        ]
        text = "Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke;Volumen\n" + "\n".join(reversed(lines)) + "\n"
        (folder / path.name).write_text(text, encoding="cp1252")


def decided(study: Path) -> None:
    """The tickers, as a person would write them."""
    text = study.read_text(encoding="utf-8")
    for ticker, name in NAMES.items():
        text = re.sub(rf'ticker = ""(.*\nname = "{name}")', rf'ticker = "{ticker}"\1', text)
    study.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_the_steps_of_the_readme(
    naysay: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    export(small, tmp_path / "Export.xlsx")
    ariva(small, tmp_path / "prices")
    steps = commands()
    assert len(steps) <= 6
    assert [step[0] for step in steps] == ["new", "check", "run"]

    code, out, err = naysay(*steps[0])
    assert code == 0, err
    study = tmp_path / out.strip()
    text = study.read_text(encoding="utf-8")
    assert 'timezone = "Europe/Berlin"' in text
    assert 'calendar = "XETR"' in text
    assert 'benchmark = "^SIM"' in text
    assert '# scorer = "auto"' in text

    code, _, err = naysay(*steps[1])
    assert code == 1
    assert "company[0].ticker" in err
    decided(study)
    code, out, err = naysay(*steps[1])
    assert code == 0, err

    code, out, err = naysay(*steps[2])
    assert code == 0, err
    report = next(tmp_path.glob("mywork/reports/first/*/report.html")).read_text(encoding="utf-8")
    assert '<html lang="de"' in report
    assert "Grünwälder Präzisionstechnik SE" in report
    results = json.loads(
        next(tmp_path.glob("mywork/reports/first/*/results.json")).read_text(encoding="utf-8")
    )
    assert results["counts"]["rows_in"] == len(pd.read_csv(small / "data" / "posts.csv"))
    first = pd.read_csv(next(tmp_path.glob("mywork/reports/first/*/tables/daily.csv")))
    assert set(first["company"]) == {"SIM1", "SIM2"}
