"""On what scores depend, told in every process alike. Expected values: the digests of another process."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from naysay.data.post_depends import scoring_depends
from naysay.data.scorers import ready, scorer

DIGESTS = """
import json
from naysay.data.post_depends import scoring_depends
from naysay.data.scorers import ready, scorer
print(json.dumps({name: scoring_depends(scorer(name)) for name in ready()}))
"""


def test_what_a_scorer_depends_on_has_the_same_digest_in_every_process() -> None:
    """Sets have another order there. Posts of the default scorer were scored again in every run."""
    here = {name: scoring_depends(scorer(name)) for name in ready()}
    assert {"auto", "german", "finance"} <= here.keys()
    for seed in ("1", "2"):
        other = subprocess.run(
            [sys.executable, "-c", DIGESTS],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(other.stdout) == here
