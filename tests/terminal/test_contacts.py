"""What the terminal is sent of a phone: nothing before its entry in the log, and one copy for one asked for."""

from __future__ import annotations

import base64

from tests.terminal.fake_run import fake_session, unlock
from tests.tui.fake_contacts import CLEAR, MASKS


def test_U05_no_clear_phone_in_the_stream_before_the_reveal() -> None:
    with fake_session("--start", "ACC") as session:
        unlock(session)
        session.press("enter", 0.8)
        session.wait_for(MASKS[0].mask)
        session.press("v", 0.5)
        session.press("y", 0.3)
        before = bytes(session.received)
        for value in CLEAR.values():
            assert value.encode() not in before
            assert "".join(filter(str.isdigit, value)).encode() not in before or "@" in value
        assert b"\x1b]52" not in before
        session.press("enter", 0.5)
        session.wait_for(CLEAR["phone:0"])
        session.press("y", 0.5)
        session.wait_for("Скопировано")
        copies = bytes(session.received).count(b"\x1b]52")
        assert copies == 1 and base64.b64encode(CLEAR["phone:0"].encode()) in bytes(session.received)


def test_U05_a_turned_card_takes_the_phone_off_the_screen() -> None:
    with fake_session("--start", "ACC") as session:
        unlock(session)
        session.press("enter", 0.8)
        session.press("c", 0.5)
        session.wait_for(CLEAR["phone:0"])
        session.press("]", 0.8)
        assert CLEAR["phone:0"] not in session.text
