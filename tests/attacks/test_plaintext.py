"""Nothing of a client lies readable on disk, whatever was done and however it ended (spec/security §7)."""

from __future__ import annotations

import base64
import contextlib
import sqlite3
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.entities.client import ClientCard, ClientContacts
from core.problem import Problem
from storage.audit.receipt import Receipt
from storage.records.registers import Register
from storage.sealing.envelope import SpaceKind
from storage.vault import pace
from storage.vault.register_rows import Stored
from storage.vault.session import Session
from tests.vault.stage import Stage, home_of, import_cards, import_sales, refs, sales_order
from tests.vectors.make_record_vectors import body_of, packed
from tests.vectors.registers import EXAMPLE_TEXT, example, registers

TOKENS = ("Зюйдвестлогистика", "zyuydvest.example", "Подкрановый", "КСПЗ-771", "Бурмистрова")


def spellings(token: str) -> list[bytes]:
    """The token as it could lie about: plain, two bytes a letter, encoded, and inside hex."""
    plain = token.encode()
    return [
        plain,
        token.encode("utf-16-le"),
        token.encode("utf-16-be"),
        token.encode("cp1251"),
        *(base64.b64encode(bytes(shift) + plain)[4:-4] for shift in range(3)),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        zlib.compress(plain)[2:-4],
    ]


@pytest.mark.in_a_file("its bytes lie in the server's folder, what they are is in tests/server")
def test_no_token_of_a_client_is_on_disk(stage: Stage) -> None:
    session = stage.enter("boris")
    card = ClientCard(
        "ООО «Зюйдвестлогистика»", external_id="Z-1", note="звонить Бурмистровой", site="zyuydvest.example"
    )
    contacts = ClientContacts(("+7 900 765-43-21",), ("kspz@zyuydvest.example",))
    import_cards(session, "Север", card, contacts=contacts)
    import_sales(session, [("Z-1", "КСПЗ-771", 1, "Подкрановый рельс", 5_00)], "Север")
    client = refs(session)["Z-1"]
    stored = session.clients.stored(client)
    session.clients.change(client, stored, msgspec.structs.replace(stored.card, note="Бурмистрова уволилась"))
    session.clients.history(client)
    # The sweep runs with the session open, as after a crash: nothing has been folded or cleaned up.
    assert swept(stage.path.parent) == []


@pytest.mark.in_a_file("its bytes lie in the server's folder, what they are is in tests/server")
def test_no_field_of_any_register_is_on_disk(stage: Stage) -> None:
    """Every register the program declares, each text field filled with a token, written, changed and read back."""
    session, told = stage.enter("ivan"), registers()
    client = refs(session)["C-1"]
    homes = {
        SpaceKind.CLIENT: client,
        SpaceKind.PORTFOLIO: home_of(session, "Север"),
        SpaceKind.FIRM: session.firm.firm_id,
        SpaceKind.PERSON: session.entered.identity.person_id,
    }
    receipt, worded = session.registers.read(client, "dossier"), list[str]()
    for name, register in told.items():
        first, second = (marked(register, token) for token in TOKENS[:2])
        with session.registers.writing(client) as writing:
            session.registers.add(writing, register, homes[register.home], first, receipt=receipt)
        if first == second:
            continue  # figures and days alone
        worded.append(name)
        stored = kept(session, register, client, receipt)
        assert TOKENS[0] in str(stored.fields), name
        with session.registers.writing(client) as writing:
            session.registers.change(writing, register, stored, second, receipt=receipt)
        assert session.registers.history(register, kept(session, register, client, receipt), receipt), name
    assert len(worded) > 50
    assert swept(stage.path.parent) == []


def marked(register: Register[Any], token: str) -> Any:
    """The example of a register with the token in each of its text fields."""
    body = packed(body_of(register.name, example(register), register.version)).replace(
        packed(EXAMPLE_TEXT), packed(token)
    )
    return register.decode(body).f


def kept(session: Session, register: Register[Any], client: bytes, receipt: Receipt) -> Stored[Any]:
    """The newest record of a register on this stage."""
    if register.home is SpaceKind.CLIENT:
        return session.registers.of(register, [client], receipt)[-1]
    return session.registers.all(register)[-1]


def swept(folder: Path) -> list[tuple[str, str]]:
    """(file, token) of everything found in any spelling, also inside deflated streams; names of files too."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert any(b"SQLite format 3" in file.read_bytes() for file in files)
    found = []
    for file in files:
        data = file.read_bytes() + b"\0".join(_inflated(file.read_bytes())) + file.name.encode()
        found += [(file.name, token) for token in TOKENS if any(each in data for each in spellings(token))]
    return found


def _inflated(data: bytes) -> list[bytes]:
    streams = []
    for head in (b"\x78\x9c", b"\x78\x01", b"\x78\xda", b"\x1f\x8b\x08"):
        at = data.find(head)
        while at >= 0:
            with contextlib.suppress(zlib.error):
                streams.append(zlib.decompressobj(47).decompress(data[at : at + 100_000]))
            at = data.find(head, at + 1)
    return streams


@pytest.mark.in_a_file("its bytes lie in the server's folder, what they are is in tests/server")
@pytest.mark.parametrize("how", range(5))
def test_the_sweep_finds_what_lies_about(stage: Stage, how: int) -> None:
    """The net has no hole: every spelling of a planted token is found, in the database and beside it."""
    token = TOKENS[how]
    plain = f"звонок: {token}, завтра".encode()
    planted = [
        plain,
        base64.b64encode(plain),
        plain.hex().encode(),
        zlib.compress(plain * 3),
        plain.decode().encode("utf-16"),
    ]
    for n, each in enumerate(planted):
        file = stage.path.with_name(f"left-{n}")
        file.write_bytes(b"..." + each)
        assert swept(stage.path.parent) == [(file.name, token)]
        file.unlink()
    with sqlite3.connect(stage.path) as raw:
        raw.execute("INSERT INTO tombstone VALUES (1, ?, ?, 1)", (token, b"x"))
    assert {name for name, _token in swept(stage.path.parent)}


@pytest.mark.in_a_file("its bytes lie in the server's folder, what they are is in tests/server")
def test_no_token_is_left_after_undo_a_cut_off_import_and_the_end_of_the_session(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(done: int, _total: int) -> bool:
        if done:
            raise Killed
        return True

    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(1, 1, 1))
    session = stage.enter("boris")
    group = import_cards(session, "Север", ClientCard("ООО «Зюйдвестлогистика»", external_id="Z-1", note="Бурмистрова"))
    client = refs(session)["Z-1"]
    session.imports.undo(group)
    with pytest.raises(Problem):
        session.clients.stored(client)
    sales = [("Z-2", "КСПЗ-771", 1, "Подкрановый", 5_00), ("Z-3", "КСПЗ-771", 1, "Подкрановый", 5_00)]
    order = sales_order(session, sales, home_of(session, "Север"))
    with pytest.raises(Killed):
        session.imports.commit(session.imports.prepare(order), die)
    assert swept(stage.path.parent) == []
    stage.enter("boris").end()
    session.end()
    assert swept(stage.path.parent) == []
