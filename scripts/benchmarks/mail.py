"""`scripts/bench mail`: letters a second of a campaign beside a bare loop of smtplib over one connection (issue 8).

Both hand the same letters to the same server on loopback, in turn: a postfix, which puts every letter on its disk as a
mail server does, and a sink in Python that does nothing with them, for what is left when the server costs nothing.
Ours also asks the checks again before every letter, claims it, keeps every step with a signed entry of the log and
writes the contact of the client.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import smtplib
import socket
import tempfile
import time
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from core.entities.outreach import MailServer
from scripts.benchmarks._report import Report, machine, ratio
from scripts.tortures import postfix
from scripts.tortures.mailing import desk_at, mailing_store, ready_campaign
from storage.outlets.letter import Letter
from storage.outlets.mail import Answer, Courier
from tui.desk.desk import Desk


class Sink:
    """Takes every letter and forgets it."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        return "250 queued"


class Watched:
    """Keeps a copy of every letter that ours hands over, so that the bare loop hands over the same."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str, bytes]] = []
        self._send = Courier.send

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        letters, send = self.letters, self._send

        def kept(courier: Courier, letter: Letter) -> Answer:
            letters.append((letter.sender, letter.to, letter.data))
            return send(courier, letter)

        Courier.send = kept  # type: ignore[method-assign,assignment]
        try:
            yield
        finally:
            Courier.send = send  # type: ignore[method-assign]


def campaign_seconds(desk: Desk) -> tuple[float, list[tuple[str, str, bytes]]]:
    """One campaign to everybody: seconds of its run, and its letters."""
    made = ready_campaign(desk)
    desk.outreach.test(made, "")
    watched = Watched()
    with watched.watching():
        begun = time.perf_counter()
        answer = desk.outreach.run(made, "")
        took = time.perf_counter() - begun
    assert answer.sent == len(desk.base.ids) == len(watched.letters), answer
    return took, watched.letters


def bare_seconds(server: MailServer, letters: list[tuple[str, str, bytes]]) -> float:
    """The same letters in a loop over one connection."""
    begun = time.perf_counter()
    with smtplib.SMTP(server.host, server.port) as line:
        for sender, to, data in letters:
            line.sendmail(sender, [to], data)
    return time.perf_counter() - begun


def compared(desk: Desk, server: MailServer, runs: int, report: Report, name: str, goal: float | None) -> None:
    """Campaigns and bare loops in turn to one server."""
    desk.outreach.set_server(server)
    ours, theirs = [], []
    for _ in range(runs):
        took, letters = campaign_seconds(desk)
        ours.append(took)
        theirs.append(bare_seconds(server, letters))
    assert message_from_bytes(letters[-1][2])["X-Kartoteka-Recipient"]
    report.figure(f"{name}: letters a second", len(letters) / min(ours), "", f"{len(letters):,} letters")
    report.figure(f"{name}: of the bare loop", len(letters) / min(theirs), "")
    if goal is None:
        report.figure(f"{name}: letters a second / bare smtplib loop", 1 / ratio(ours, theirs), "")
    else:
        report.least(f"{name}: letters a second / bare smtplib loop", 1 / ratio(ours, theirs), goal)


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench mail", description=__doc__)
    parser.add_argument("--letters", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    report = Report()
    print(machine())
    has_postfix = os.geteuid() == 0 and Path("/usr/sbin/postfix").exists()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.store"
        mailing_store(path, [f"p{number}@{postfix.GOOD}" for number in range(options.letters)])
        desk = desk_at(path)
        if has_postfix:
            with postfix.post_office() as office:
                compared(desk, office.server, options.runs, report, "postfix", 0.5)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        sink = Controller(Sink(), hostname="127.0.0.1", port=port)
        sink.start()
        try:
            server = MailServer(host="127.0.0.1", port=port, security="none", sender=postfix.SENDER)
            compared(desk, server, options.runs, report, "sink", None if has_postfix else 0.5)
        finally:
            sink.stop()
        desk.close("end")
    print()
    print(report.table())
    return int(report.missed > 0)
