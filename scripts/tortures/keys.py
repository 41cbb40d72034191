"""The long form of the model of keys: who opens what, with every key ever seen (spec/security §7 access model)."""

from __future__ import annotations

import random
import sys
import time

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.attacks.key_model import Keys

EXAMPLES, STEPS = 40, 60


def torture_keys(minutes: float, most: int, first_seed: int) -> int:
    """Rounds of the model until the time is over or `most` steps are done. Gives 1 when something opened wrongly."""
    rng, began = random.Random(first_seed), time.monotonic()
    Keys.steps, rounds, faults = 0, 0, 0
    long = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    while time.monotonic() < began + 60 * minutes and Keys.steps < most and not faults:
        try:
            run_state_machine_as_test(seed(rng.randrange(1 << 62))(Keys), settings=long)
        except AssertionError as fault:
            faults += 1
            sys.stderr.write(f"{fault}\n")
        rounds += 1
    seconds = time.monotonic() - began
    sys.stdout.write(
        f"keys: {Keys.steps} steps in {rounds} rounds; violations: {faults}; {seconds:.0f} s, seed {first_seed}\n"
    )
    return 1 if faults else 0
