"""Stands in for the program: says what it finds itself in, then waits for the end of its input if asked to hold."""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

HOLDS = "vt220"
"""A terminal of this name stays: its session holds the connection until it is told to go."""

mask = os.umask(0)
os.umask(mask)
found = {
    "argv": sys.argv[1:],
    "uid": os.getuid(),
    "pid": os.getpid(),
    "env": dict(os.environ),
    "tty": os.isatty(0),
    "umask": mask,
    "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
    "cwd": str(Path.cwd()),
    "fds": sorted(int(each.name) for each in Path("/proc/self/fd").iterdir() if int(each.name) > 2),
}
print("PROBE" + json.dumps(found) + "END", flush=True)
if os.environ.get("TERM") == HOLDS:
    sys.stdin.readline()
