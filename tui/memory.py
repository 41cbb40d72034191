"""Memory of a session that works hard for a moment and then waits for keys all day."""

from __future__ import annotations

import ctypes
import functools
import gc
from typing import Any

M_ARENA_MAX = -8


@functools.cache
def _allocator() -> Any:
    """The C library, None where it is not GNU's."""
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


def one_arena() -> None:
    """Let all threads share one heap: workers take turns at the interpreter anyway, and every heap keeps its peak.

    To be called before the first thread starts.
    """
    library = _allocator()
    if library is not None:
        library.mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Return freed pages to the system; the allocator keeps them otherwise."""
    gc.collect()
    library = _allocator()
    if library is not None:
        library.malloc_trim(0)
