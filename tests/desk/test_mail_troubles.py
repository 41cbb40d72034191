"""What a mail server can do to a campaign: the state of every letter is known afterwards (issue 8, bad input)."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from core.entities.outreach import MailServer
from core.problem import Problem
from storage.outlets import mail
from storage.vault import sendings
from storage.vault.registers import Registers
from tests.desk.mail_room import Box, at_noon, head_of, person, post_office, ready
from tests.vault.stage import Stage
from tui.desk import outreach_batches
from tui.desk.desk import Desk


@pytest.fixture
def office(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Box, MailServer]]:
    at_noon(stage)
    monkeypatch.setattr(outreach_batches, "sleep", stage.clock.pass_seconds)
    monkeypatch.setattr(mail, "TIMEOUT_S", 0.3)
    with post_office() as opened:
        yield opened


@contextlib.contextmanager
def deaf_server(greets: bool) -> Iterator[int]:
    """Takes connections and then says nothing, or nothing after its greeting."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        taken: list[socket.socket] = []

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    taken.append(listening.accept()[0])
                    if greets:
                        taken[-1].sendall(b"220 mx.firma.example\r\n")

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])
        for each in taken:
            each.close()
        listening.shutdown(socket.SHUT_RDWR)


def states(desk: Desk, campaign: str) -> list[str]:
    return sorted(each.state for each in desk.outreach.show(campaign).recipients)


def two_to(desk: Desk, server: MailServer) -> str:
    clients = [person(desk, ref, f"{ref.lower()}@a.example")[0] for ref in ("C-1", "C-2")]
    return ready(desk, server, clients).id


@pytest.mark.parametrize("greets", [False, True])
def test_a_server_that_hangs_touches_no_letter(stage: Stage, office: tuple[Box, MailServer], greets: bool) -> None:
    box, server = office
    desk = head_of(stage)
    made = two_to(desk, server)
    with deaf_server(greets) as port:
        desk.outreach.set_server(msgspec.structs.replace(server, port=port))
        with pytest.raises(Problem, match=r"does not answer|broke"):
            desk.outreach.run(made, "")
    assert set(states(desk, made)) <= {"planned", "queued"}
    desk.outreach.set_server(server)
    assert (desk.outreach.run(made, "").sent, len(box.letters)) == (2, 3)


def test_a_server_that_hangs_after_data_leaves_one_unknown(stage: Stage, office: tuple[Box, MailServer]) -> None:
    box, server = office
    desk = head_of(stage)
    made = two_to(desk, server)
    woken = threading.Event()
    box.after_data = lambda to: (woken.wait(1.0), None)[1] if to == "c-1@a.example" else None
    # While the server hangs it answers nobody else either.
    with contextlib.suppress(Problem):
        desk.outreach.run(made, "")
    woken.set()
    assert "unknown" in states(desk, made) and desk.outreach.show(made).campaign.state == "running"
    desk.outreach.run(made, "")
    assert states(desk, made) == ["sent", "unknown"]
    assert box.to.count("c-1@a.example") == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_touches_no_letter(
    stage: Stage, office: tuple[Box, MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, server = office
    monkeypatch.setattr(mail, "TIMEOUT_S", 30.0)
    desk = head_of(stage)
    made = two_to(desk, server)

    def judged(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        return AuthResult(success=getattr(data, "password", b"") == b"right", handled=False)

    guarded = Controller(
        box, hostname="127.0.0.1", port=free_port(), authenticator=judged, auth_required=True, auth_require_tls=False
    )
    guarded.start()
    try:
        desk.outreach.set_server(msgspec.structs.replace(server, port=guarded.port, user="firma"))
        with pytest.raises(Problem, match="does not take this login"):
            desk.outreach.run(made, "wrong")
        assert (desk.outreach.show(made).campaign.state, len(box.letters)) == ("approved", 1)
        assert desk.outreach.run(made, "right").sent == 2
    finally:
        guarded.stop()


def test_a_server_that_ends_the_connection_after_many_errors_is_asked_again(
    stage: Stage, office: tuple[Box, MailServer]
) -> None:
    box, server = office
    desk = head_of(stage)
    made = two_to(desk, server)
    box.answers = {"c-1@a.example": "421 4.7.0 too many errors"}
    with pytest.raises(Problem, match="broke"):
        desk.outreach.run(made, "")
    assert "soft" not in states(desk, made)
    box.answers = {}
    desk.outreach.run(made, "")
    assert (states(desk, made), len(box.letters)) == (["sent", "sent"], 3)


def test_a_full_disk_beside_the_store_stops_the_run_and_loses_no_answer(
    stage: Stage, office: tuple[Box, MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, server = office
    desk = head_of(stage)
    made = two_to(desk, server)
    answered = sendings.Sending.answered

    def full(self: sendings.Sending, index: int, state: str, said: str, at_us: int) -> None:
        raise sendings._cannot_note()

    monkeypatch.setattr(sendings.Sending, "answered", full)
    with pytest.raises(Problem, match="cannot be noted"):
        desk.outreach.run(made, "")
    assert (states(desk, made).count("sent"), len(box.letters)) == (1, 2)
    monkeypatch.setattr(sendings.Sending, "answered", answered)
    desk.outreach.run(made, "")
    assert (states(desk, made), len(box.letters)) == (["sent", "sent"], 3)


def cut_off(desk: Desk, made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that dies with the answer of its first letter in its notes alone."""
    write = Registers.change_all
    calls: list[int] = []

    def dies(self: Registers, writing: object, register: object, changes: list[object], cause: str = "person") -> None:
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        write(self, writing, register, changes, cause)  # type: ignore[arg-type]

    monkeypatch.setattr(Registers, "change_all", dies)
    with pytest.raises(KeyboardInterrupt):
        desk.outreach.run(made, "")
    monkeypatch.setattr(Registers, "change_all", write)


def test_what_a_run_that_was_cut_off_has_noted_is_settled_by_its_notes(
    stage: Stage, office: tuple[Box, MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, server = office
    desk = head_of(stage)
    made = two_to(desk, server)
    cut_off(desk, made, monkeypatch)
    notes = list(stage.path.parent.glob("*.sending-*"))
    assert len(notes) == 1 and len(box.letters) == 2
    text = notes[0].read_bytes()
    assert b"a.example" not in text and b"250" not in text, "nothing of it can be read without the firm's key"
    done = desk.outreach.run(made, "")
    assert (done.sent, done.unknown, states(desk, made)) == (1, 0, ["sent", "sent"])
    assert sorted(box.to[1:]) == ["c-1@a.example", "c-2@a.example"]
    assert not list(stage.path.parent.glob("*.sending-*"))


def cut_short(path: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    """What stays is the first batch: the lines behind it had not reached the disk."""
    data, end = path.read_bytes(), 0
    for _ in ("where it began", "batch"):
        end += 4 + int.from_bytes(data[end : end + 4], "big")
    assert len(data) > end
    path.write_bytes(data[:end])


def spoiled(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line behind the first batch does not open any more."""
    data = path.read_bytes()
    cut_short(path, monkeypatch)
    at = path.stat().st_size + 100
    path.write_bytes(data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :])


def other_boot(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert path.exists()
    monkeypatch.setattr(sendings, "boot_id", lambda: b"after a restart!")
    cut_short(path, monkeypatch)


def taken_away(path: Path, _monkeypatch: pytest.MonkeyPatch) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [cut_short, spoiled, other_boot, taken_away])
def test_without_its_notes_a_claimed_letter_is_never_sent_again(
    stage: Stage,
    office: tuple[Box, MailServer],
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    box, server = office
    desk = head_of(stage)
    made = two_to(desk, server)
    cut_off(desk, made, monkeypatch)
    harm(next(stage.path.parent.glob("*.sending-*")), monkeypatch)
    first = desk.outreach.run(made, "")
    stage.clock.pass_seconds(outreach_batches.LEASE_US / 1_000_000 + 60)
    last = desk.outreach.run(made, "")
    assert (first.sent + last.sent, last.unknown) == (1, 1)
    assert sorted(states(desk, made)) == ["sent", "unknown"]
    assert sorted(box.to[1:]) == ["c-1@a.example", "c-2@a.example"]
    unknown = next(each.id for each in desk.outreach.show(made).recipients if each.state == "unknown")
    sent = next(each.id for each in desk.outreach.show(made).recipients if each.state == "sent")
    with pytest.raises(Problem, match="nobody knows"):
        desk.outreach.settle(sent, "queued")
    desk.outreach.settle(unknown, "queued")
    assert desk.outreach.run(made, "").campaign.state == "done"
    assert len(box.letters) == 4, "a person said that it did not come"


def test_two_runs_at_once_send_each_letter_once(
    stage: Stage, office: tuple[Box, MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, server = office
    monkeypatch.setattr(mail, "TIMEOUT_S", 30.0)
    desk, other = head_of(stage), head_of(stage)
    made = two_to(desk, server)
    runs: list[threading.Thread] = []

    def another(_to: str) -> None:
        if not runs:
            # The loop of the mail server has to go on serving while the other run sends.
            runs.append(threading.Thread(target=lambda: (other.pulse(), other.outreach.run(made, ""))))
            runs[0].start()

    box.after_data = another
    desk.outreach.run(made, "")
    runs[0].join()
    desk.pulse()
    if desk.outreach.show(made).campaign.state == "running":
        desk.outreach.run(made, "")
    assert sorted(box.to[1:]) == ["c-1@a.example", "c-2@a.example"]
    assert states(desk, made) == ["sent", "sent"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
