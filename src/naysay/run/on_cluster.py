"""Puts what a command says of a cluster in the place of what the study says."""

from __future__ import annotations

from pydantic import ValidationError

from naysay.study.cluster import ALLOWED, ClusterOptions
from naysay.study.errors import InputError
from naysay.study.spec import Study


def on_cluster(study: Study, address: str = "", parts: str = "") -> Study:
    """``study`` with this cluster, where one is named; its patience stays that of the study.

    Raises
    ------
    InputError
        An address where texts may not go, or a place for parts without a cluster.
    """
    said = {key: value for key, value in (("address", address), ("parts", parts)) if value}
    if not said:
        return study
    try:
        options = ClusterOptions.model_validate({**study.cluster.model_dump(), **said})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        about = fault.get("ctx", {})
        raise InputError(
            f"--{'cluster' if fault['loc'] == ('address',) else 'parts'}",
            got=str(about.get("got") or fault["input"]),
            allowed=str(about.get("allowed", ALLOWED)),
            mend=str(about.get("mend", "See `naysay list keys` for [cluster].")),
        ) from None
    if not options.address:
        raise InputError(
            "--parts",
            got=f"{parts}, and no cluster",
            allowed="a place for parts together with a cluster",
            mend="Write --cluster ADDRESS as well, or leave it out: processes of this machine need no place.",
        )
    return study.model_copy(update={"cluster": options})
