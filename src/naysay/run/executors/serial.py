"""One part after another in this process, however many workers there might be."""

from __future__ import annotations

from typing import Final

from naysay.run.executors.base import ExecutorKind
from naysay.study.executor import Serial

EXECUTOR: Final = ExecutorKind("serial", make=lambda workers, cluster: Serial())
