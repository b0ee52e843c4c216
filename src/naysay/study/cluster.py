"""Where the work of a study is done: on this machine, or by workers of the user's own Dask cluster."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from naysay.study.values import Section, Text, refuse

LOCAL: Final = "local"
"""The address that stands for a cluster of this machine, which the run starts and ends."""
ALLOWED: Final = "local, tls://HOST:PORT, or tcp://HOST:PORT of this machine"
_LOOPBACK_NAMES: Final = frozenset({"localhost", "localhost.localdomain", "ip6-localhost"})


def checked_address(address: str) -> str:
    """``address`` when texts may go there: unencrypted only to this machine itself."""
    if address in ("", LOCAL):
        return address
    scheme, host, port = _taken_apart(address)
    if scheme not in ("tcp", "tls") or not host or not port:
        raise refuse(ALLOWED, "Write the address that `dask scheduler` prints, such as tls://10.0.0.5:8786.")
    if not is_private(address):
        raise refuse(
            ALLOWED,
            "tcp:// is not encrypted, and posts would cross the network: start scheduler and workers with "
            f"certificates, and write tls://{address.removeprefix('tcp://')}.",
        )
    return address


def is_private(address: str) -> bool:
    """Whether what is sent to ``address`` is encrypted on its way, or stays on this machine."""
    scheme, host, _ = _taken_apart(address)
    return scheme == "tls" or (scheme == "tcp" and _is_loopback(host))


def checked_place(address: str) -> str:
    """``address`` without a user's name or password: it stands in studies, messages and logs."""
    _, scheme, rest = address.rpartition("://")
    if scheme and "@" in rest.split("/", 1)[0]:
        raise refuse(
            "a folder, or an address such as s3://bucket/folder",
            "Give a name and a password to the driver in its own configuration, such as AWS_ACCESS_KEY_ID.",
            got="an address with a name or a password",
        )
    return address


class ClusterOptions(Section):
    """No number depends on it: it is no part of a run's name, its hashes or its files."""

    address: Annotated[Text, AfterValidator(checked_address)] = Field(
        default="",
        description=f"{ALLOWED}; empty for processes of this machine",
    )
    parts: Annotated[Text, AfterValidator(checked_place)] = Field(
        default="",
        description=(
            "a folder or an address such as s3://bucket/folder that all workers reach, for those that do not "
            "see this machine's files; left out where they do. Without a cluster, here or by --cluster, it "
            "is not used"
        ),
    )
    patience: int = Field(
        default=600,
        ge=1,
        le=86_400,
        description=(
            "seconds, 1 to 86400, in which a worker with parts has to finish one; else it counts as hanging"
        ),
    )


def _taken_apart(address: str) -> tuple[str, str, int | None]:
    """The scheme, the host and the port of an address; empty where it is none."""
    try:
        parts = urlsplit(address)
        if parts.path or parts.query or parts.fragment or parts.username or any(map(str.isspace, address)):
            return "", "", None
        return parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        return "", "", None


def _is_loopback(host: str) -> bool:
    if host in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
