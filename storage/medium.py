"""What a store must not lie on: a drive of another machine, where locks and shared memory do not hold (R21)."""

from __future__ import annotations

import re
from pathlib import Path

from core.problem import N_, ExitCode, Problem

MOUNTS = Path("/proc/self/mountinfo")
"""Missing on systems other than Linux: then nothing is said."""
NETWORK = frozenset({
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "drvfs", "fhgfs", "glusterfs", "gpfs", "lustre",
    "ncpfs", "nfs", "nfs4", "pvfs2", "smb3", "smbfs", "vboxsf", "vmhgfs",
})  # fmt: skip
"""Kinds of file systems that another machine, or the host of this one, keeps."""
NETWORK_FUSE = frozenset({
    "curlftpfs", "davfs2", "gcsfuse", "glusterfs", "goofys", "hgfs", "mfs", "rclone", "s3fs", "sshfs", "vmhgfs-fuse",
})  # fmt: skip
_OCTAL = re.compile(r"\\([0-7]{3})")


def demand_local(path: Path) -> None:
    """Raise Problem (STORE) for a place on a drive of another machine."""
    kind = kind_of(path)
    if kind in NETWORK or kind.removeprefix("fuse.") in NETWORK_FUSE:
        raise Problem(
            N_(
                "{path} is on a network drive ({kind}), where a store loses what is written at the same time: move it"
                " to a disk of this machine, or use PostgreSQL."
            ),
            ExitCode.STORE,
            path=path,
            kind=kind,
        )


def kind_of(path: Path) -> str:
    """Kind of the file system a path is on, as the kernel names it; empty where nobody tells."""
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
        place = path.resolve()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        before, separator, after = line.partition(" - ")
        fields = before.split(" ")
        if not separator or len(fields) < 5:
            continue
        mounted = Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4]))
        # Of several mounts at one place the last one is on top.
        if place.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), after.split(" ")[0]
    return kind
