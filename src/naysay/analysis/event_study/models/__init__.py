"""Normal returns: one file a model, each with a constant MODEL."""

from __future__ import annotations

from naysay.analysis.event_study.models.base import Model
from naysay.study.parts import load


def model_named(name: str) -> Model:
    """The model in the file ``name``; one that does not exist raises its kind ``PartError``."""
    return load(__name__, name, "MODEL", Model)
