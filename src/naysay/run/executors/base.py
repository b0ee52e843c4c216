"""What every kind of executor is: a name, and a function that makes one for a number of workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from naysay.study.cluster import ClusterOptions
from naysay.study.executor import Executor


@dataclass(frozen=True, slots=True)
class ExecutorKind:
    """A file of this folder has one of these as its constant EXECUTOR."""

    name: str
    make: Callable[[int, ClusterOptions], Executor]
    """Takes the number of workers, at least 1, and what the study says of a cluster."""
