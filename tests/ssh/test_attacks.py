"""31 attacks on three configurations: a bare ForceCommand, a bare command=, and the one of docs/admin-ssh.md (U01).

The naive ones stand beside ours so that an attack that can no longer succeed anywhere is noticed: a test that cannot
fail says nothing.
"""

from __future__ import annotations

import pytest

from tests.ssh.attacks import ATTACKS, Attack
from tests.ssh.harness import Servers

NAIVE: dict[str, set[str]] = {"force": set(), "command": set()}
RUN: set[str] = set()
OPEN_SOMEWHERE_AT_LEAST = 18


def test_enough_of_them() -> None:
    assert len(ATTACKS) >= 25 and len({each.__name__ for each in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda each: each.__name__)
def test_U01_blocked_in_ours(servers: Servers, attack: Attack) -> None:
    RUN.add(attack.__name__)
    for kind, opened in NAIVE.items():
        if attack(servers, kind):
            opened.add(attack.__name__)
    assert not attack(servers, "ours")


def test_the_naive_ones_are_open(servers: Servers) -> None:
    """Runs after the attacks; after some of them it has nothing to say."""
    if len(RUN) < len(ATTACKS):
        pytest.skip("not all of the attacks were run")
    assert NAIVE["force"] and NAIVE["command"]
    assert len(NAIVE["force"] | NAIVE["command"]) >= OPEN_SOMEWHERE_AT_LEAST
