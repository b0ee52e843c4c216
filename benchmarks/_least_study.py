"""The text of a smallest study, for all tests and benchmarks that need one."""

from __future__ import annotations

import json


def least_study(
    *, start: str = "2024-01-02", end: str = "2024-12-30", ticker: str = "ACME", **posts: object
) -> str:
    """A study of one company as a study file has it; ``posts`` are further keys of its section posts."""
    keys = {"format": "table", "path": "posts.csv", **posts}
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
    return (
        f'[study]\nname = "least"\nstart = {start}\nend = {end}\n'
        f'[[company]]\nticker = "{ticker}"\n'
        f"[posts]\n{lines}"
    )
