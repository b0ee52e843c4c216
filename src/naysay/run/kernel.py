"""Which routines of linear algebra this processor runs: they round the last digits in their own way."""

from __future__ import annotations

import ctypes
import platform
from functools import cache
from typing import Final

from numpy.linalg import _umath_linalg

_NAMES: Final = tuple(
    f"{prefix}openblas_get_corename{suffix}" for prefix in ("scipy_", "") for suffix in ("64_", "")
)
"""What OpenBLAS calls the function that says it, as numpy's wheels and as systems build it."""


@cache
def kernel() -> str:
    """The kernel that OpenBLAS chose for this processor, such as Haswell, with the machine before it.

    OpenBLAS looks at the processor when it is loaded, or at OPENBLAS_CORETYPE. Where numpy runs on another
    library, which does not tell, the kernel is unknown.
    """
    return f"{platform.machine()} {_core() or 'unknown'}"


def _core() -> str:
    """The name that the library says which numpy is linked to; empty where it says none."""
    try:
        library = ctypes.CDLL(_umath_linalg.__file__)
        function = next(getattr(library, name) for name in _NAMES if hasattr(library, name))
    except (OSError, AttributeError, StopIteration):
        return ""
    function.restype, function.argtypes = ctypes.c_char_p, ()
    name = function()
    return name.decode("ascii", "replace") if isinstance(name, bytes) else ""
