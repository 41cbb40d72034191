"""Runs inside a mount namespace of its own: accounts, keys and three sshd that the machine outside never sees.

    unshare --mount --propagation private python -m tests.ssh.ground BASE

BASE/spec.json says what to set up; `ready` on stdout when all three listen; ends with its stdin.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOM = Path("/mnt")
SERVICE, FILES = "kartoteka", "kartoteka-files"
UID, FILES_UID = 4242, 4243
COMMON = """
Port {port}
ListenAddress 127.0.0.1
HostKey {base}/host
PidFile none
UsePAM no
StrictModes {strict}
LogLevel ERROR
AcceptEnv LANG LC_*
Subsystem sftp internal-sftp
PermitRootLogin prohibit-password
"""


def mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


def accounts(spec: dict[str, Any]) -> None:
    """Own copies of the account files, laid over those of the machine."""
    for name in ("passwd", "group", "shadow"):
        text = Path(f"/etc/{name}").read_text("utf-8")
        own = ROOM / "etc" / name
        own.parent.mkdir(exist_ok=True)
        if name == "passwd":
            for kind, shell in (("ours", "/bin/sh"), ("force", "/bin/bash"), ("command", "/bin/bash")):
                who = SERVICE if kind == "ours" else f"{SERVICE}-{kind}"
                text += f"{who}:x:{UID}:{UID}::{ROOM}/home/{kind}:{shell}\n"
            text += f"{FILES}:x:{FILES_UID}:{FILES_UID}::/:/usr/sbin/nologin\n"
        elif name == "group":
            text += f"{SERVICE}:x:{UID}:\n{FILES}:x:{FILES_UID}:\n"
        else:
            text += "".join(f"{who}:*:19000:0:99999:7:::\n" for who in spec["accounts"])
        own.write_text(text, "utf-8")
        own.chmod(0o644 if name != "shadow" else 0o600)
        mount("--bind", str(own), f"/etc/{name}")


def program(spec: dict[str, Any]) -> None:
    """The program where the account can read it: interpreter, code and packages, read-only."""
    for source, target in ((spec["prefix"], "python"), (spec["root"], "app")):
        (ROOM / target).mkdir()
        mount("--bind", source, str(ROOM / target))
        mount("-o", "remount,bind,ro", str(ROOM / target))
    made = ROOM / "venv"
    (made / "bin").mkdir(parents=True)
    (made / "bin" / "python").symlink_to(ROOM / "python" / "bin" / spec["python"])
    (made / "pyvenv.cfg").write_text(f"home = {ROOM}/python/bin\n", "utf-8")
    packages = made / "lib" / spec["python"] / "site-packages"
    packages.mkdir(parents=True)
    inside = Path(spec["packages"]).relative_to(spec["root"])
    (packages / "app.pth").write_text(f"{ROOM}/app\n{ROOM}/app/{inside}\n", "utf-8")


def homes(spec: dict[str, Any]) -> None:
    """Root's and empty for ours; the naive ones own theirs, with everything an attacker plants in it."""
    for kind in ("ours", "force", "command"):
        home = ROOM / "home" / kind
        (home / ".ssh").mkdir(parents=True)
        planted = f"echo {kind} >> {spec['base']}/marks/{{0}}-{kind}\n"
        (home / ".ssh" / "rc").write_text(planted.format("rc"), "utf-8")
        (home / ".bashrc").write_text(planted.format("bashrc"), "utf-8")
        (home / ".profile").write_text(planted.format("profile"), "utf-8")
        (home / ".ssh" / "environment").write_text("PLANTED=1\n", "utf-8")
        if kind != "ours":
            for path in (home, home / ".ssh", *home.glob("*"), *(home / ".ssh").iterdir()):
                os.chown(path, UID, UID)


def key_files(spec: dict[str, Any]) -> None:
    keys = ROOM / "keys"
    keys.mkdir()
    (keys / "ours").write_text(spec["ours_keys"], "utf-8")
    (keys / "files").write_text(spec["files_keys"], "utf-8")
    (keys / "force").write_text("".join(spec["public"].values()), "utf-8")
    lines = [f'command="{spec["probe"]} {who}" {key}' for who, key in spec["public"].items()]
    (keys / "command").write_text("".join(lines), "utf-8")


def configurations(spec: dict[str, Any]) -> list[Path]:
    made = []
    for kind, port in spec["ports"].items():
        text = COMMON.format(port=port, base=spec["base"], strict="yes" if kind == "ours" else "no")
        if kind == "ours":
            block = spec["documented"].replace("/etc/ssh/kartoteka_keys", f"{ROOM}/keys/ours")
            block = block.replace("/etc/ssh/kartoteka_files/%u", f"{ROOM}/keys/files")
            text += block.replace("/srv/kartoteka-files", f"{ROOM}/files")
        elif kind == "force":
            text += f"AuthorizedKeysFile {ROOM}/keys/force\nForceCommand {spec['probe']} everybody\n"
        else:
            text += f"AuthorizedKeysFile {ROOM}/keys/command\n"
        path = ROOM / f"sshd-{kind}"
        path.write_text(text, "utf-8")
        made.append(path)
    return made


def service(spec: dict[str, Any]) -> None:
    """What the launcher needs: configuration, folder for temporary files, the store of the account."""
    conf = ROOM / "server.conf"
    conf.write_text(
        f"[server]\nstore = {ROOM}/store/firm.store\ntmp = {ROOM}/tmp\nprogram = {spec['program']}\n", "utf-8"
    )
    (ROOM / "real.conf").write_text(f"[server]\nstore = {ROOM}/store/firm.store\ntmp = {ROOM}/tmp\n", "utf-8")
    for name in ("tmp", "store"):
        (ROOM / name).mkdir(mode=0o700)
    for file in Path(spec["store"]).iterdir():
        shutil.copy(file, ROOM / "store" / file.name)
    for path in (ROOM / "tmp", ROOM / "store", *(ROOM / "store").iterdir()):
        os.chown(path, UID, UID)
    files = ROOM / "files"
    files.mkdir(mode=0o755)
    for box in ("inbox", "outbox"):
        (files / box).mkdir(mode=0o700)
        os.chown(files / box, FILES_UID, FILES_UID)


def main(base: Path) -> None:
    spec = json.loads((base / "spec.json").read_text("utf-8"))
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", str(ROOM))
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    Path("/run/sshd").mkdir(mode=0o755)
    accounts(spec)
    program(spec)
    homes(spec)
    key_files(spec)
    service(spec)
    running = [
        subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", str(path)], stdin=subprocess.DEVNULL)
        for path in configurations(spec)
    ]
    try:
        for port in spec["ports"].values():
            for _ in range(100):
                with socket.socket() as one:
                    if one.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            else:
                raise SystemExit(f"no sshd on port {port}")
        print("ready", flush=True)
        sys.stdin.read()
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
