"""An environment of their own for the programs we are measured against: `scripts/bench peers`, then the other benches.

recordlinkage and lifetimes (archived) want an older pandas than the product; tantivy, symspellpy, duckdb and polars
have no place in it at all. So they live in a cache folder of the person who measures and nothing of theirs is ever
imported here. A bench starts `run` with a module of scripts/benchmarks that reads JSON and answers with JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

REQUIREMENTS = (
    "tantivy==0.27.0",
    "symspellpy==6.10.1",
    "splink==5.0.0",
    "recordlinkage==0.16",
    "rapidfuzz==3.14.6",
    "lifetimes==0.11.3",
    "duckdb==2.0.1",
    "polars==2.1.0",
    "setuptools<81",
)
"""setuptools: recordlinkage still imports pkg_resources."""
ROOT = Path(__file__).resolve().parents[2]


def folder() -> Path:
    """Where the environment is: $KARTOTEKA_PEERS, else beside the caches of the person."""
    named = os.environ.get("KARTOTEKA_PEERS")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named) if named else cache / "kartoteka" / "peers"


def python() -> Path | None:
    """The peers' interpreter, None while `scripts/bench peers` has not been run for these versions."""
    stamp = folder() / "peers.txt"
    try:
        made = stamp.read_text(encoding="utf-8") == "\n".join(REQUIREMENTS)
    except OSError:
        return None
    return folder() / "bin" / "python" if made else None


def run(script: str, given: Any, timeout: float = 3600.0) -> Any:
    """What scripts/benchmarks/`script` answers to `given` in the peers' environment; JSON both ways."""
    interpreter = python()
    if interpreter is None:
        raise RuntimeError("the peers are not installed: scripts/bench peers")
    answered = subprocess.run(
        [str(interpreter), "-I", str(ROOT / "scripts" / "benchmarks" / script)],
        input=json.dumps(given).encode(),
        stdout=subprocess.PIPE,
        timeout=timeout,
        check=True,
    )
    return json.loads(answered.stdout)


def make() -> None:
    """Makes the environment anew and notes its versions."""
    place = folder()
    place.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
    install = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *REQUIREMENTS], check=True)
    (place / "peers.txt").write_text("\n".join(REQUIREMENTS), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Install what is missing; 0 when the peers are there."""
    parser = argparse.ArgumentParser(prog="scripts/bench peers", description=__doc__)
    parser.add_argument("--again", action="store_true", help="make the environment anew")
    options = parser.parse_args(arguments)
    if options.again or python() is None:
        print(f"installing into {folder()}: {', '.join(REQUIREMENTS)}")
        make()
    print(f"peers: {folder()}")
    return 0
