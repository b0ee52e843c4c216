"""A study of simulated companies to learn and to test with: ``naysay.simulated_study`` gives it."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Final

from naysay.run.demo import EFFECT_BP, demo_study, make_demo
from naysay.run.placed_study import PlacedStudy, read_study
from naysay.study.about import Language
from naysay.study.errors import InputError

FILE: Final = Path("analysis") / "demo.toml"


def simulated_study(
    folder: str | PathLike[str],
    *,
    effect_bp: float = EFFECT_BP,
    seed: int = 1,
    language: Language = "en",
) -> PlacedStudy:
    """A study of eight simulated companies, whose posts and prices are written into ``folder``.

    It is the study of ``naysay demo``: about 54,000 posts and 900 sessions of prices, with an effect of the
    mood behind the posts on the next return. Where ``folder`` holds this very study already it is read, and
    nothing is written.

    Parameters
    ----------
    folder
        A folder that is new, empty, or of this study: it becomes the workspace.
    effect_bp
        The effect, in basis points per standard deviation of the mood: -20 if left out, 0 for none.
    seed
        Of the posts and prices; equal seeds give equal files.
    language
        Of the report: en or de.

    Raises
    ------
    InputError
        A folder that holds something else, an effect beyond 500 basis points, a seed that no study may have.
    """
    place = Path(folder)
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        text = demo_study(effect_bp=effect_bp, seed=seed, language=language)
        if not (place / FILE).is_file() or (place / FILE).read_bytes() != text.encode("utf-8"):
            raise InputError(
                "folder",
                got=f"{place}, which holds something else",
                allowed="a folder that is new, empty, or of this very study",
                mend="Name another folder.",
            )
    else:
        make_demo(place, effect_bp=effect_bp, seed=seed, language=language)
    return read_study(place / FILE)
