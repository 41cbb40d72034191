"""The mailbox of mailings, read in a process of its own (exchange §4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import Problem
from storage.intake.inbox import read_inbox
from tests.outreach.returned import answer, bounce, complaint, unsubscribe

SENDER = "news@firma.example"
ONE, TWO, THREE, FOUR = (f"{n}" * 32 for n in "abcd")


def test_every_letter_that_concerns_a_mailing_is_known_by_its_recipient(tmp_path: Path) -> None:
    mailbox = tmp_path / "mbox"
    letters = (
        bounce(SENDER, ONE),
        bounce(SENDER, TWO, "4.4.1", action="delayed"),
        bounce("bounces@other.example", TWO, "5.0.0", mark=False),
        answer(THREE),
        answer(FOUR, auto="auto-replied"),
        "From x@a.example Tue Mar  3 13:00:00 2026\nFrom: x@a.example\nSubject: hello\n\nBuy.\n\n",
        unsubscribe(FOUR),
        complaint(SENDER, THREE),
    )
    mailbox.write_text("".join(letters))
    found = read_inbox(mailbox)
    assert [(each.token, each.what, each.status) for each in found] == [
        (ONE, "bounce", "5.1.1"),
        (TWO, "bounce", "5.0.0"),
        (THREE, "reply", ""),
        (FOUR, "unsubscribe", ""),
        (THREE, "complaint", ""),
    ]
    assert found[0].said == "smtp; 550 5.1.1 unknown user"


def test_a_mailbox_of_nothing_but_noise_says_nothing(tmp_path: Path) -> None:
    noise = tmp_path / "mbox"
    noise.write_bytes(b"From x\n" + bytes(range(256)) * 200 + b"\n\nFrom y\nContent-Type: multipart/report\n\n--\n")
    assert read_inbox(noise) == []
    for broken in (tmp_path, tmp_path / "none"):
        with pytest.raises(Problem):
            read_inbox(broken)
