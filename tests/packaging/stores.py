"""A small real store made with the program's own `init`, for tests that start the program."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

PASSPHRASE = "лиловый трактор семь окон тишина 47"


def make_store(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Path:
    """Run `init` with this way of starting the program; gives the path of the store."""
    secret = folder / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    secret.chmod(0o600)
    store = folder / "firm.kartoteka"
    done = subprocess.run(
        [
            *command,
            "--store",
            str(store),
            "--passphrase-file",
            str(secret),
            "init",
            "--firm",
            "Ромашка",
            "--owner",
            "anna",
        ],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert store.exists()
    return store
