"""Kinds of posts that word lists read wrong. Lines and their signs, those of a reader, are by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from naysay.data.scorers import scorer
from naysay.data.scorers._reading import prepared

SHARED = Path(__file__).resolve().parents[2] / "../shared/cases/words/scores.tsv"
SCORERS = {"en": "finance", "de": "german"}
LINES = """
number	en	0	closed at 187 after 143 yesterday
number	en	0	page 86 of the 10k and the 10q
number	de	0	Kurs 143, davor 187
percent	en	-	ACME -2.5 % by noon
percent	en	-	ACME (\u22122.5 %)
percent	en	-	ACME \u20132,5 percent
percent	en	+	ACME + 3 % now
percent	en	-	minus 4 % since Monday
percent	en	0	stake of 12 % unchanged
percent	en	0	a range of 2-3 %
percent	en	0	plus or not, +0.0 %
percent	de	-	Heute - 1,9 %
percent	de	+	Papier legt um 2,5 % zu
percent	de	-	Papier gibt 2,5 % nach
percent	de	+	3 % im Plus
percent	de	0	Quote (30 %)
emoticon	en	0	Section D: see 8) and 9)
emoticon	en	0	maturity <3 years (note 8)
emoticon	en	+	my broker <3
emoticon	en	+	see you there :)))
emoticon	en	-	read it again :-(
emoticon	de	0	Punkt D: siehe 8)
emoticon	de	0	KGV <3 laut Tabelle
emoticon	de	+	bis dann :-)
muted	en	0	trailing stop loss at 12
muted	en	0	a hedge fund filed a form
muted	en	0	long term and short term both listed
muted	de	0	Verlustvortrag laut Bilanz
muted	de	0	Gewinn- und Verlustrechnung liegt bei
muted	de	0	Stop-Loss bei 30
change	en	+	quarterly losses narrowed
change	en	+	they reduced their debt
change	en	+	investigation closed
change	en	+	bankruptcy averted
change	en	+	recession fears eased
change	en	-	losses widened
change	en	-	revenue is shrinking
change	en	-	profit and revenue fell
change	en	-	margins keep falling
change	en	-	hardly any growth left
change	en	-	stock falls on lower profit
change	en	-	debt did not fall
change	de	+	Verluste gesunken
change	de	+	baut seine Schulden ab
change	de	+	Sammelklage wurde abgewiesen
change	de	+	Pleite abgewendet
change	de	+	endlich schuldenfrei
change	de	-	Umsatz geht deutlich zurück
change	de	-	Kostenanstieg
change	de	-	Schulden steigen weiter
change	de	-	Nachfrage fehlt
option	en	+	wrote puts
option	en	-	buying more puts
option	en	+	bought some calls
option	en	-	closed all calls
option	en	0	covered call fund
option	de	+	Puts verkauft
option	de	-	mit Puts eingedeckt
option	de	-	alle Calls verkauft
negation	en	-	no one wants to own it
negation	en	+	no problems so far
negation	en	-	no longer profitable
negation	en	+	can't complain
negation	de	-	das will niemand
negation	de	+	keine Sorgen
mojibake	en	-	it isnâ€™t good
mojibake	de	+	schÃ¶n
""".strip().split("\n")


def _sign(language: str, text: str) -> str:
    return "-0+"[1 + int(np.sign(scorer(SCORERS[language]).score([text])[0]))]


@pytest.mark.parametrize("line", LINES)
def test_kinds_of_posts_are_read_as_a_reader_does(line: str) -> None:
    _, language, sign, text = line.split("\t")
    assert _sign(language, text) == sign


def test_the_shared_cases_are_read_as_a_reader_does() -> None:
    if not SHARED.exists():
        pytest.skip("../shared is absent: its cases are not part of the repository")
    rows = [row.split("\t") for row in SHARED.read_text(encoding="utf-8").split("\n")[1:] if row]
    wrong = [row for row in rows if row[2] != "?" and _sign(row[1], row[3]) != row[2]]
    assert wrong == []


def test_a_phrase_of_ones_own_with_valence_0_mutes_its_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text("word\tvalence\ncrash helmet\t0\ndebt\t-3\n")
    own = scorer("finance", lexicon=str(path))
    assert own.score(["wears a crash helmet"])[0] == 0 > scorer("finance").score(["wears a crash helmet"])[0]
    assert own.score(["debt fell"])[0] < 0 < scorer("finance").score(["debt fell"])[0]


@pytest.mark.parametrize("text", ["NÃO", "âme", "Âge d'or", "für 5 €", "naïve", "ð"])
def test_what_is_no_mojibake_stays(text: str) -> None:
    assert prepared(text) == text


@pytest.mark.parametrize("text", ["up +5 %", "+5 % up", "up by +5 %"])
def test_a_direction_is_counted_once(text: str) -> None:
    assert scorer("finance").score([text])[0] == scorer("finance").score(["up"])[0]
