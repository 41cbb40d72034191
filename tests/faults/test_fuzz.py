"""Decoders under changed and made-up bytes, the short form; `scripts/torture --only fuzz` is led by branches."""

from __future__ import annotations

import time

import pytest

from scripts.tortures.decoders import DECODERS, Decoder
from scripts.tortures.fuzz import by_loop

TRIES = 1500


@pytest.mark.parametrize("decoder", DECODERS, ids=[each.name for each in DECODERS])
def test_a_decoder_refuses_in_its_own_ways_alone(decoder: Decoder) -> None:
    found = by_loop(decoder, TRIES, time.monotonic() + 600, 1)
    assert (found.violation, found.tries) == ("", TRIES)


def test_another_exception_is_a_violation() -> None:
    fragile = Decoder("fragile", lambda data: data[40], (ValueError,), [bytes(50)])
    assert "fragile: IndexError for" in by_loop(fragile, TRIES, time.monotonic() + 60, 1).violation
