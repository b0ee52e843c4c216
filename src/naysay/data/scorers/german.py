"""German: everyday opinion and talk about shares in German, by VADER's rules."""

from __future__ import annotations

from functools import cache
from typing import Final

from naysay.data.scorers._emoticons import faces
from naysay.data.scorers._english import vader_vocabulary
from naysay.data.scorers._shares import SharesScorer
from naysay.data.scorers._vocabulary import Vocabulary
from naysay.data.scorers._wordlist import own_roles, own_words
from naysay.data.scorers.base import Scorer

STRENGTHEN: Final = (
    "sehr so total echt voll richtig extrem absolut unglaublich wahnsinnig mega super ultra besonders "
    "ziemlich wirklich verdammt höchst überaus ungemein komplett völlig unfassbar äußerst "
    "derart dermaßen viel"
)
WEAKEN: Final = "etwas bisschen leicht einigermaßen halbwegs relativ teilweise fast eher ganz"
TURN: Final = (
    "nicht nich nie niemals kein keine keinen keiner keines keinem keinerlei kaum ohne weder nichts nix "
    "niemand nirgends wenig"
)
TAILS: Final = (
    "verlust verluste gewinn einbruch rückgang warnung skandal betrug krise pleite insolvenz klage "
    "sammelklage rückruf razzia strafe bußgeld wachstum rekord anstieg sturz rutsch absturz sprung abbau "
    "entlassung entlassungen desaster katastrophe erholung rallye auftrag aufträge"
)
"""Nouns that charge a compound: Milliardenverlust, Kurssturz, Stellenabbau."""
BOOST: Final = 0.293
NOBODY: Final = " "
"""A word that no text holds: German has no such rule."""


@cache
def german_vocabulary() -> Vocabulary:
    """The project's German words and emoji, VADER's emoticons, and the German words of the rules."""
    lexicon = own_words("german") | own_words("german_finance")
    return Vocabulary(
        lexicon={**faces(vader_vocabulary().lexicon), **own_words("emoji"), **lexicon},
        emoji={},
        boosters=dict.fromkeys(STRENGTHEN.split(), BOOST) | dict.fromkeys(WEAKEN.split(), -BOOST),
        negations=frozenset(TURN.split()),
        idioms={},
        contraction=NOBODY,
        no=NOBODY,
        never=NOBODY,
        emphatic=frozenset(),
        without=NOBODY,
        least=NOBODY,
        hedges={},
        contrast=frozenset({"aber", "jedoch", "allerdings", "doch"}),
        tails=frozenset(TAILS.split()),
        roles=own_roles("german_changes"),
    )


SCORER: Final[Scorer] = SharesScorer(name="german", languages=("de",), vocabulary=german_vocabulary)
"""Scores of German posts; long discussion comments say little through single words."""
