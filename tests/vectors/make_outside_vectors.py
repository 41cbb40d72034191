"""Wrote `outside.json`, once: sealing to a public key draws its own randomness, so the file is kept and not made again.

python -m tests.vectors.make_outside_vectors > tests/vectors/outside.json
"""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from storage.audit.checkpoint import Checkpoint, origin_of, sign_checkpoint
from storage.audit.merkle import Frontier
from storage.audit.roster import RosterStatement, Statement
from storage.audit.seen import Seen, encode_seen
from storage.keys.backup import Manifest, encode_manifest, new_head
from storage.keys.identity import Identity
from storage.keys.letters import seal_letter
from storage.keys.recovery import create_recovery
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.sealing.hpke import generate_agreement
from storage.sealing.sign import Signer
from storage.sealing.stream import ChunkKey
from storage.vault.sealed_export import seal_export
from storage.vault.sending_lines import Line
from tests.vectors.book import Book, Vector, counter
from tests.vectors.outside import run

MADE_US = 1_772_000_000_000_000
ORIGIN = origin_of(b"outside the base")


def vectors() -> list[Vector]:
    """Every accepted object, and what is done to it."""
    draw, made = counter("outside"), list[Vector]()
    store, other = draw(16), draw(16)
    author, receiver = (Identity(draw(16), draw(32), draw(32)) for _ in range(2))
    stranger = draw(32)
    letter_id = draw(16)
    blob = seal_letter(
        author, store_id=store, letter_id=letter_id, receiver_id=receiver.person_id,
        receiver_public=receiver.agreement_public, kind="access", sent_us=MADE_US, body=b"\x81\xa4text\xa2hi",
    )  # fmt: skip
    letter = {
        "receiver": receiver.person_id, "private": receiver.agreement_private, "store_id": store,
        "letter_id": letter_id, "author_public": author.signing_public, "blob": blob,
    }  # fmt: skip
    _all(Book("letter", made), letter, store_id=other, letter_id=draw(16), receiver=draw(16), private=stranger,
         author_public=Signer(draw(32)).public)  # fmt: skip

    statement = Statement(receiver.person_id, "ivan", "Ivan", "manager", receiver.agreement_public,
                          receiver.signing_public, "active")  # fmt: skip
    sealed = seal_export(RosterStatement(statement, 1, author.person_id), store, draw(16), b"id;name\n1;Firm\n")
    _all(Book("export", made), {"private": receiver.agreement_private, "store_id": store, "blob": sealed},
         store_id=other, private=stranger)  # fmt: skip

    frontier = Frontier()
    for _ in range(11):
        frontier.append(draw(32))
    seen = Seen(store, 2, author.person_id, frontier.size, frontier.encode(), draw(32), MADE_US, MADE_US + 5)
    signer = Signer(draw(32))
    _all(Book("seen", made), {"public": signer.public, "store_id": store, "person": author.person_id,
                              "blob": encode_seen(seen, signer)},
         store_id=other, person=draw(16), public=Signer(draw(32)).public)  # fmt: skip

    holders = [generate_agreement(draw) for _ in range(3)]
    recovery, _public = create_recovery(store, [public for _private, public in holders], random=draw)
    head, key = new_head(store, MADE_US, [recovery])
    chunk = ChunkKey(key, head.encode()).seal(b"the database", last=True)
    _all(Book("head", made), {"one": holders[0][0], "other": holders[2][0], "blob": head.encode(), "chunk": chunk},
         one=stranger, other=holders[0][0])  # fmt: skip

    manifest = Manifest(store, head.backup_id, author.person_id, 1, 7, draw(32), 4096, 5, draw(32), "note\n")
    _all(Book("manifest", made), {"public": signer.public, "blob": encode_manifest(manifest, signer)},
         public=Signer(draw(32)).public)  # fmt: skip

    note = sign_checkpoint(Checkpoint(ORIGIN, frontier.size, frontier.root()), signer).encode()
    book = Book("note", made)
    _all(book, {"public": signer.public, "origin": ORIGIN, "blob": note},
         public=Signer(draw(32)).public, origin=ORIGIN[:-1] + "2")  # fmt: skip
    sending_vectors(made)
    return made


def sending_vectors(made: list[Vector]) -> None:
    """A line of the notes of a run that sends letters: for its key, store, firm, run, number and epoch alone."""
    draw = counter("sending")
    key, store, firm, run_id = draw(32), draw(16), draw(16), draw(16)
    place = Place(Label.SENDING, store, SpaceKind.FIRM, firm, run_id, 3, 2)
    line = Line(index=1, state="sent", said="250 2.0.0 Ok", at_us=MADE_US)
    blob = SealKey(key).seal(place, msgspec.msgpack.encode(line), draw)
    base = {"key": key, "store_id": store, "firm": firm, "run": run_id, "number": 3, "epoch": 2, "blob": blob}
    book = Book("sending", made)
    _all(book, base, key=draw(32), store_id=draw(16), firm=draw(16), run=draw(16), number=2, epoch=3)
    for name, body in (("no line inside", b"\xc0"), ("a line of too few letters", b"\x92\xc4")):
        book.refuse(name, base, "", blob=SealKey(key).seal(place, body, draw))


def _all(book: Book, base: dict[str, Any], **wrong: Any) -> None:
    """Accepted as it is; refused in each wrong context, with single bits changed, cut, and longer."""
    name, value = run(book.op, {k: v.hex() if isinstance(v, bytes) else v for k, v in base.items()})
    assert name == "ok", (book.op, name)
    book.accept("as it was made", bytes.fromhex(value), **base)
    for field, instead in wrong.items():
        book.refuse(f"another {field}", base, "", **{field: instead})
    blob: bytes = base["blob"]
    book.damage(base, "blob", range(0, len(blob), max(1, len(blob) // 24)))


def render() -> str:
    """The file. The class of every refusal is what the program says, looked through by hand."""
    made = vectors()
    for each in made:
        if each["expect"] != "ok":
            each["expect"] = run(each["op"], each["args"])[0]
            assert each["expect"] != "ok", (each["op"], each["name"])
    return json.dumps({"format": 1, "vectors": made}, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())
