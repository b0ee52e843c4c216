"""Runs one benchmark by name: python -m benchmarks NAME [OPTIONS]."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence

import benchmarks


def main(argv: Sequence[str]) -> int:
    """Run the benchmark that the first argument names."""
    known = sorted(info.name for info in pkgutil.iter_modules(benchmarks.__path__) if info.name[0] != "_")
    if not argv or argv[0] not in known:
        sys.stderr.write(f"usage: python -m benchmarks {{{','.join(known)}}}\n")
        return 2
    result = importlib.import_module(f"benchmarks.{argv[0]}").main(argv[1:])
    return int(result)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
