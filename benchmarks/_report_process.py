"""Draws one document of a finished run in a process of its own, and prints what that took as JSON.

    python -m benchmarks._report_process RUN FORMAT EDITION

Loading the drawing packages counts, as it does in a run; loading the results does not.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import cast

from naysay.reports.results import Results
from naysay.study.report_options import Edition


def main(run: Path, format: str, edition: Edition) -> None:
    """Print the seconds of building and of drawing, the peak memory in MB, and the bytes of all files."""
    results = Results.from_json((run / "results.json").read_bytes())
    begun, idle = perf_counter(), process_time()
    # The packages that draw are loaded here, so that their time counts.
    from naysay.reports.document import build
    from naysay.reports.exports import export
    from naysay.reports.exports.base import ExportInput

    document = build(results, edition=edition)
    built = perf_counter()
    with TemporaryDirectory() as working:
        files = export(format).files(ExportInput(results, document, run / "tables", Path(working)))
    drawn, busy = perf_counter(), process_time() - idle
    taken = {
        "build": built - begun,
        "draw": drawn - built,
        "processors": busy,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "bytes": sum(map(len, files.values())),
    }
    print(json.dumps(taken))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], cast(Edition, sys.argv[3]))
