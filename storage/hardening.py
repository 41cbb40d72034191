"""What every process of the program does before it does anything else (spec/security R8).

Without it another process of the same uid reads /proc/PID/mem and environ. exec() resets the flag, so a child
repeats the call as its own first statement (spec/store §7).
"""

from __future__ import annotations

import ctypes
import resource
import sys

PR_GET_DUMPABLE = 3
PR_SET_DUMPABLE = 4


def harden() -> bool:
    """Forbid core dumps and reading of this process by others of the same uid.

    True when both hold. Systems other than Linux have no such flag: there only the core limit is set, answer False.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    return bool(libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)
