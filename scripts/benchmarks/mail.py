"""`scripts/bench mail`: letters a second of a campaign beside a bare loop of smtplib over one connection (issue 8).

Both hand the same letters to the same server on loopback, in turn. Ours also asks the checks again before every
letter, claims it, keeps every step with a signed entry of the log and writes the contact of the client.
"""

from __future__ import annotations

import argparse
import smtplib
import socket
import tempfile
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from core.entities.outreach import MailServer
from scripts.benchmarks._report import Report, machine, ratio
from scripts.benchmarks._stores import OWNER, card_store, secret
from tui.desk.desk import Desk, open_desk

SENDER = "news@firma.example"


class Box:
    """Takes every letter and keeps it."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, bytes]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        assert isinstance(envelope.content, bytes)
        self.letters.append((envelope.rcpt_tos[0], envelope.content))
        return "250 queued"


def written_to(path: Path, clients: int) -> Desk:
    """A desk over a store whose clients have each a person with an e-mail and a consent."""
    card_store(path, clients)
    desk = open_desk(str(path), "ru")
    desk.unlock(OWNER, secret())
    assert isinstance(desk, Desk)
    for number, client in enumerate(each.hex() for each in desk.base.ids):
        fields = {"surname": "Орехов", "given": "Пётр", "patronymic": "Ильич", "email": f"p{number}@a.example"}
        desk.outreach.agree(client, desk.persons.save(client, "", fields), "form")
    for rule, value in (("mail_per_minute", 10_000), ("mail_per_hour", 100_000), ("mail_cap", 100)):
        desk.rules.change(rule, value, "bench")
    return desk


def campaign_seconds(desk: Desk, box: Box) -> float:
    """One campaign to everybody: seconds of its run."""
    clients = [each.hex() for each in desk.base.ids]
    # A congratulation may come at any hour, so that this bench may run at any hour.
    made = desk.outreach.new("bench", clients, "congratulation")
    desk.outreach.approve(made.id)
    desk.outreach.test(made.id, "")
    box.letters.clear()
    begun = time.perf_counter()
    answer = desk.outreach.run(made.id, "")
    took = time.perf_counter() - begun
    assert answer.sent == len(clients) == len(box.letters), answer
    return took


def bare_seconds(port: int, letters: list[tuple[str, bytes]]) -> float:
    """The same letters in a loop over one connection."""
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for to, data in letters:
            line.sendmail(SENDER, [to], data)
    return time.perf_counter() - begun


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench mail", description=__doc__)
    parser.add_argument("--letters", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    report, box = Report(), Box()
    print(machine())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    office = Controller(box, hostname="127.0.0.1", port=port)
    office.start()
    ours, theirs = [], []
    try:
        with tempfile.TemporaryDirectory() as folder:
            desk = written_to(Path(folder) / "bench.store", options.letters)
            desk.outreach.set_server(MailServer(host="127.0.0.1", port=port, security="none", sender=SENDER))
            for _ in range(options.runs):
                ours.append(campaign_seconds(desk, box))
                theirs.append(bare_seconds(port, list(box.letters)))
            desk.close("end")
    finally:
        office.stop()
    report.figure("letters a second", options.letters / min(ours), "", f"{options.letters:,} letters")
    report.figure("of the bare loop", options.letters / min(theirs), "")
    report.least("letters a second / bare smtplib loop", 1 / ratio(ours, theirs), 0.5)
    print()
    print(report.table())
    return int(report.missed > 0)
