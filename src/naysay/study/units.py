"""The units that tables and reports share."""

from __future__ import annotations

from typing import Final

BASIS_POINTS: Final = 1e4
"""Basis points in one: a return of .01 is 100 of them."""
