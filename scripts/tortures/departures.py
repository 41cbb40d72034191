"""More flows for the failing disk: what leaves, what is moved, what is erased, what is put back from a copy.

Their ground is the template with a manager who has a portfolio of his own, an auditor, and the words of the holders.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.entities.client import ClientCard, ClientContacts
from core.problem import Problem
from scripts.tortures.ground import LOGIN, PASSPHRASE, session_of
from scripts.tortures.victims import Say
from storage import backup
from storage.backup import Signing
from storage.outlets.sheet import Column, Sheet
from storage.sealing import derive
from storage.vault.files import files_of
from storage.vault.imports import ImportOrder, NewClient
from storage.vault.people import NewPerson
from storage.vault.premises import open_premises
from storage.vault.session import Session, enter

LEAVER, SUCCESSOR, AUDITOR = "ivan", "boris", "vera"
LEFT_BEHIND = 5
"""Clients of the colleague who leaves."""
COPY, AGAIN = "copy.kbackup", "again.store"
LISTED = 8


def prepare(store: Path) -> None:
    """Bring a fresh template to the state these flows begin in."""
    with session_of(store) as session:
        session.people.add(NewPerson(LEAVER, LEAVER, "manager", bytearray(PASSPHRASE)), derive.TEST_ONLY)
        session.people.add(NewPerson(AUDITOR, AUDITOR, "auditor", bytearray(PASSPHRASE)), derive.TEST_ONLY)
        session.staffing.create_portfolio("Own", LEAVER)
        home = session.home_portfolio(LEAVER)
        contacts = ClientContacts(("+7 900 111-22-33", "+7 900 444-55-66"), ("a@b.example",))
        new = {
            at: NewClient(home, ClientCard(f"Client O{at}", external_id=f"O{at}"), contacts)
            for at in range(LEFT_BEHIND)
        }
        session.imports.commit(session.imports.prepare(ImportOrder("clients", b"O" * 32, LEFT_BEHIND, new, {})))


def prepare_restore(store: Path) -> None:
    """The same with a sealed copy beside it."""
    prepare(store)
    with session_of(store) as session:
        backup.create(session, store.parent / COPY)


def offboard(store: Path, say: Say) -> None:
    """A colleague out of the house: suspended, handed over, every key and the index renewed, a paper signed."""
    with session_of(store) as session:
        done = session.leaving.offboard(LEAVER, SUCCESSOR)
        if done.certificate is not None:
            say("done")


def offboarded(_store: Path, session: Session, said: list[str]) -> list[str]:
    """Gone on with by the next session, it ends; then nothing is wrapped to the colleague any more."""
    known = session.entered.staff.values()
    left = any(each.statement.login == LEAVER and each.statement.state == "left" for each in known)
    if "done" in said and not left:
        return ["an offboarding that returned is lost"]
    if not left:
        done = session.leaving.offboard(LEAVER, SUCCESSOR)
        if done.missing or done.certificate is None:
            return [f"an offboarding that cannot be finished: {done.missing}"]
    faults = _owned(session)
    return faults + (["a rotation is left open"] if session.rotation.pending() or session.rotation.firm_due() else [])


def _owned(session: Session) -> list[str]:
    cards = session.clients.load().cards
    count = sum(card.external_id.startswith("O") for card in cards)
    return [] if count == LEFT_BEHIND else [f"{LEFT_BEHIND - count} clients of the colleague are lost"]


def erase(store: Path, say: Say) -> None:
    """One phone of a client, for good."""
    with session_of(store) as session:
        session.erasure.erase(_client(session, "O0"), ["phone:0"])
        say("done")


def erased(_store: Path, session: Session, said: list[str]) -> list[str]:
    """The value is there whole or gone whole, and the rest of the client with it."""
    contacts = session.clients.contacts(_client(session, "O0"))
    rest = ("+7 900 444-55-66",)
    allowed = [rest] if "done" in said else [rest, ("+7 900 111-22-33", *rest)]
    if contacts.phones not in allowed or contacts.emails != ("a@b.example",):
        return ["an erasure by halves, or one that returned is lost"]
    return _owned(session)


def move(store: Path, say: Say) -> None:
    """Two clients to another portfolio: both or none."""
    with session_of(store) as session:
        session.moving.move([_client(session, "O0"), _client(session, "O1")], session.home_portfolio(LOGIN))
        say("done")


def moved(_store: Path, session: Session, said: list[str]) -> list[str]:
    """Both are in one place."""
    homes = [session.clients.stored(_client(session, name)).portfolio_id for name in ("O0", "O1")]
    if len(set(homes)) != 1 or ("done" in said and homes[0] != session.home_portfolio(LOGIN)):
        return ["a move by halves, or one that returned is lost"]
    return _owned(session)


def export(store: Path, say: Say) -> None:
    """A list asked for and made: the entry first, then the file."""
    with session_of(store) as session:
        asked = session.exports.ask({"list": "clients"}, LISTED, "torture", "csv")
        made = session.exports.make(asked, _sheet(), lambda request, number: f"Export {number} {request.id.hex()}")
        say(f"made {made.sha256}")
        say("done")


def exported(_store: Path, session: Session, said: list[str]) -> list[str]:
    """No file whose export is not in the log, and no half a file under its final name."""
    made = sum(each.progress.made for each in session.exports.mine())
    box = session.exports.outbox()
    files = [each for each in box.iterdir() if each.suffix == ".csv"] if box.exists() else []
    faults = [f"{len(files)} files of {made} exports in the log"] if len(files) > made else []
    if any(not each.read_text("utf-8-sig").splitlines()[-1].lstrip('"').startswith("Export") for each in files):
        faults.append("half a file under its final name")
    return faults + (["a file that was made is lost"] if "done" in said and not files else [])


def restore(store: Path, say: Say) -> None:
    """The sealed copy, put back under another name with two sheets and two people."""
    _restore(store)
    say("done")


def restored(store: Path, _session: Session, said: list[str]) -> list[str]:
    """What stands under the final name is whole; without it the same command does it again."""
    again = store.parent / AGAIN
    if not again.exists():
        if "done" in said:
            return ["a restored store is lost"]
        _restore(store)
    session = enter(open_premises(again), LOGIN, bytearray(PASSPHRASE))
    try:
        verdict = session.trail.verify()
        faults = [] if verdict.ok else [f"restored: {verdict.reason} at {verdict.first_bad}"]
        return faults + [f"restored: {fault}" for fault in session.upkeep.check().faults] + _owned(session)
    except Problem as problem:
        return [f"the restored store does not open: {problem.msgid}"]
    finally:
        session.end()


def _restore(store: Path) -> None:
    signers = Signing(LOGIN, bytearray(PASSPHRASE)), Signing(AUDITOR, bytearray(PASSPHRASE))
    root = files_of(store).trust.read_bytes()
    clock = open_premises(store)
    now = clock.clock
    clock.close()
    backup.restore(store.parent / COPY, store.parent / AGAIN, sheets_of(store), signers, lambda each: each == root, now)


def keep_sheets(store: Path, words: Sequence[str]) -> None:
    """Beside the store, as no holder would."""
    store.with_name(store.name + ".sheets").write_text("\n".join(words), encoding="utf-8")


def sheets_of(store: Path) -> list[str]:
    """Of two holders."""
    return store.with_name(store.name + ".sheets").read_text(encoding="utf-8").splitlines()[:2]


def _client(session: Session, name: str) -> bytes:
    cards = session.clients.load()
    return next(each for each, card in zip(cards.ids, cards.cards, strict=True) if card.external_id == name)


def _sheet() -> Sheet:
    columns = (Column("id", "ID", "id"), Column("name", "Client", "name"), Column("city", "City"))
    return Sheet(columns, [[f"{n:032x}", f"Firm {n}", "Tula"] for n in range(LISTED)])
