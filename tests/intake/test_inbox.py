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


def maildir(path: Path) -> Path:
    for each in ("new", "cur", "tmp"):
        (path / each).mkdir(parents=True)
    return path


def test_a_maildir_is_read_like_an_mbox_whatever_stands_in_its_letters(tmp_path: Path) -> None:
    box = maildir(tmp_path / "Возвраты")
    assert read_inbox(box) == []
    returned, answered = (text.partition("\n")[2] for text in (bounce(SENDER, ONE), answer(TWO)))
    (box / "new" / "2.b").write_text(returned)
    sly = f"\n\nFrom sly@a.example Tue Mar  3 13:00:00 2026\nSubject: unsubscribe-{THREE}\n\n"
    (box / "cur" / "1.a:2,S").write_text(answered + sly)
    (box / "new" / ".hidden").write_text(returned)
    (box / "new" / "3.empty").touch()
    (box / "new" / "4.link").symlink_to(box / "new" / "2.b")
    (box / "tmp" / "5.half").write_text(returned)
    assert [(each.token, each.what) for each in read_inbox(box)] == [(TWO, "reply"), (ONE, "bounce")]


def test_a_maildir_too_large_for_one_reading_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = maildir(tmp_path / "box")
    (box / "new" / "1").write_text(bounce(SENDER, ONE))
    monkeypatch.setattr("storage.intake.limits.FILE_BYTES", 100)
    with pytest.raises(Problem, match="move the old ones out"):
        read_inbox(box)
