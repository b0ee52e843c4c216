"""Executors: a kind's name is a file of this folder."""

from __future__ import annotations

from naysay.run.executors.base import ExecutorKind
from naysay.study.cluster import ClusterOptions
from naysay.study.executor import Executor
from naysay.study.parts import load

__all__ = ["ExecutorKind", "executor"]


def executor(workers: int, *, kind: str | None = None, cluster: ClusterOptions | None = None) -> Executor:
    """An executor of ``workers`` workers: of one in this process, of several in processes of this machine.

    Where ``cluster`` has an address, its workers do the work, however many they are; ``workers`` are those of
    a cluster of this machine.

    Raises
    ------
    PartError
        When there is no such ``kind``; the error lists those there are.
    """
    cluster = cluster or ClusterOptions()
    name = kind or ("cluster" if cluster.address else "processes" if workers > 1 else "serial")
    return load(__name__, name, "EXECUTOR", ExecutorKind).make(workers, cluster)
