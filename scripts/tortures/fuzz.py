"""Every decoder of something that lies on disk or comes from outside is given changed and made-up bytes.

With atheris (Linux, Python below 3.13) bytes are led by the branches they reach, in a process of its own for each
decoder; without it, or with `--most`, a seeded loop changes golden vectors. A decoder may refuse in its own ways and in
no other: any other exception is a violation, and the bytes are printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.problem import Problem
from scripts.tortures.decoders import DECODERS, Decoder
from tests.vectors.test_mutations import mutated

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 500
"""Tries between two looks at the clock."""
LONGEST = 4096


@dataclass
class Fuzzed:
    """What came of one decoder."""

    tries: int = 0
    violation: str = ""


def attempt(decoder: Decoder, data: bytes) -> str:
    """A violation in words, empty where the bytes were read or refused as they should be."""
    try:
        decoder.read(data)
    except decoder.refusals:
        return ""
    except Problem:
        return ""
    except Exception as fault:
        return f"{decoder.name}: {type(fault).__name__} for {data.hex()}"
    return ""


def by_loop(decoder: Decoder, most: int, end: float, seed: int) -> Fuzzed:
    """Golden vectors with a few changes each, and bytes of nothing but chance."""
    rng, found = random.Random(f"{decoder.name}{seed}"), Fuzzed()
    while found.tries < most and not found.violation:
        if found.tries % AT_ONCE == 0 and time.monotonic() >= end:
            break
        data = rng.choice(decoder.seeds) if decoder.seeds and rng.random() < 0.95 else rng.randbytes(rng.randrange(300))
        for _ in range(rng.choice((1, 1, 1, 2, 4))):
            data = mutated(data, rng) if data else rng.randbytes(8)
        found.violation = attempt(decoder, data[:LONGEST])
        found.tries += 1
    return found


def by_atheris(decoder: Decoder, most: int, seconds: float, seed: int, corpus: Path | None = None) -> Fuzzed:
    """In a process of its own, because libFuzzer ends the one it runs in. `corpus`: what it found is kept there."""
    words = [sys.executable, "-m", "scripts.tortures.fuzz", decoder.name, str(most), str(max(1, int(seconds))),
             str(seed), str(corpus or "")]  # fmt: skip
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, errors="replace")
    last = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not last:
        return Fuzzed(0, f"{decoder.name}: {done.stderr[-300:]}")
    told = json.loads(last[-1])
    return Fuzzed(int(told["tries"]), str(told["violation"]))


def torture_fuzz(minutes: float, most: int, seed: int, *, guided: bool | None = None) -> int:
    """Every decoder for an even share of the time or `most` tries each; 1 when one of them failed in another way."""
    guided = importlib.util.find_spec("atheris") is not None if guided is None else guided
    began, tries, violations = time.monotonic(), 0, 0
    for number, decoder in enumerate(DECODERS):
        left = 60 * minutes - (time.monotonic() - began)
        share = max(1.0, left / (len(DECODERS) - number))
        found = (
            by_atheris(decoder, most, share, seed) if guided else by_loop(decoder, most, time.monotonic() + share, seed)
        )
        tries += found.tries
        if found.violation:
            violations += 1
            sys.stdout.write(f"VIOLATION {found.violation}\n")
    seconds, how = time.monotonic() - began, "guided" if guided else "by chance"
    told = f"fuzz: {tries} tries at {len(DECODERS)} decoders, {how}; violations: {violations}"
    sys.stdout.write(f"{told}; {seconds:.0f} s, seed {seed}\n")
    return 1 if violations else 0


def _led(decoder: Decoder, most: int, seconds: int, seed: int, corpus: str) -> None:
    import tempfile

    import atheris

    tries, began, told = 0, time.monotonic(), False

    def tell(violation: str) -> None:
        sys.stdout.write(json.dumps({"tries": tries, "violation": violation}) + "\n")
        sys.stdout.flush()

    def one(data: bytes) -> None:
        nonlocal tries, told
        violation = attempt(decoder, data)
        tries += 1
        over = tries >= most or time.monotonic() - began >= seconds
        if (violation or over) and not told:
            told = True
            tell(violation)
            raise SystemExit

    folder = Path(corpus or tempfile.mkdtemp(prefix="kartoteka-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(decoder.seeds):
        (folder / f"seed{number}").write_bytes(each)
    atheris.instrument_all() if seconds > 60 else None
    fuzzer: Callable[..., None] = atheris.Setup
    fuzzer([sys.argv[0], str(folder), f"-seed={seed % (1 << 31) + 1}", f"-max_len={LONGEST}", "-verbosity=0"], one)
    try:
        atheris.Fuzz()
    finally:
        if not told:
            tell("")


def main(arguments: Sequence[str]) -> int:
    """One decoder under atheris; only `by_atheris` calls it."""
    parser = argparse.ArgumentParser()
    for name in ("decoder", "most", "seconds", "seed", "corpus"):
        parser.add_argument(name)
    args = parser.parse_args(arguments)
    decoder = next(each for each in DECODERS if each.name == args.decoder)
    _led(decoder, int(args.most), int(args.seconds), int(args.seed), args.corpus)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
