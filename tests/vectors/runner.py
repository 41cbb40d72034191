"""Runs one frozen vector against the program and tells what came of it: a value, or the class of the error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage.audit.receipt import _MINT, Receipt
from storage.keys.grants import GrantSecret, open_grant
from storage.keys.identity import Identity, unlock_identity
from storage.keys.portfolio import PortfolioKey, open_client_keys
from storage.keys.recovery import open_recovery
from storage.keys.scopes import Compartment, Scope
from storage.keys.words import from_words, to_words
from storage.sealing import derive, hpke, sign, wraps
from storage.sealing.envelope import Domain, Label, Place, SealKey

Args = dict[str, Any]
MEMBER_SIGNING = bytes(32)
"""Signing half of members that only read here."""


def run(op: str, args: Args) -> tuple[str, str]:
    """("ok", value in hex) or (name of the error class, "")."""
    allowed = derive.TEST_KDF_ALLOWED
    derive.TEST_KDF_ALLOWED = bool(args.get("test_kdf", False))
    try:
        return "ok", OPERATIONS[op](args).hex()
    except Exception as error:
        return type(error).__name__, ""
    finally:
        derive.TEST_KDF_ALLOWED = allowed


def _hex(args: Args, name: str) -> bytes:
    return bytes.fromhex(args[name])


def _record(args: Args) -> bytes:
    label = Label(args["label"].encode())
    store, space, record = (_hex(args, name) for name in ("store_id", "space_id", "object_id"))
    kind, version, epoch = args["space_kind"], args["version"], args["epoch"]
    key, blob = SealKey(_hex(args, "key")), _hex(args, "blob")
    body = key.open(Place(label, store, kind, space, record, version, epoch), blob)
    assert key.open_at(Domain(label, store, kind), space, record, version, epoch, blob) == body
    return body


def _wrap(args: Args) -> bytes:
    return wraps.unwrap_key(_hex(args, "kek"), _hex(args, "context"), _hex(args, "blob"))


def _hpke(args: Args) -> bytes:
    return hpke.unwrap(_hex(args, "private"), _hex(args, "info"), _hex(args, "blob"))


def _sign(args: Args) -> bytes:
    sign.verify(_hex(args, "public"), _hex(args, "signature"), _hex(args, "message"))
    return b""


def _covers(args: Args) -> Receipt:
    covers = [(kind, bytes.fromhex(scope_id)) for kind, scope_id in args["covers"]]
    return Receipt(_MINT, [1], bytes(16), covers)


def _client(args: Args) -> bytes:
    """Opens a record of the client's compartment, so that the key itself is checked."""
    if "pk" in args:
        secret = GrantSecret(whole=_hex(args, "pk"))
    else:
        secret = GrantSecret(parts={Compartment(int(n)): bytes.fromhex(k) for n, k in args["pk_parts"].items()})
    store, client = _hex(args, "store_id"), _hex(args, "client_id")
    pk = PortfolioKey(store, _hex(args, "portfolio_id"), args["pk_epoch"], secret)
    keys = open_client_keys(_covers(args), pk, client, args["client_epoch"], _hex(args, "wraps"))
    place = Place(Label.RECORD, store, 1, client, _hex(args, "object_id"), 1, args["client_epoch"])
    return keys.key(Compartment(args["compartment"])).open(place, _hex(args, "record"))


def _grant(args: Args) -> bytes:
    member = Identity(_hex(args, "member_id"), _hex(args, "member_private"), MEMBER_SIGNING)
    opened = open_grant(
        _covers(args),
        member,
        _hex(args, "body"),
        _hex(args, "signature"),
        _hex(args, "grantor_public"),
        store_id=_hex(args, "store_id"),
        now_us=args["now_us"],
    )
    return bytes((Scope(opened.grant.scope_kind),)) + opened.secret.payload()


def _identity(args: Args) -> bytes:
    names = ("pepper", "store_id", "person_id")
    pepper, store, person = (_hex(args, name) for name in names)
    identity = unlock_identity(_hex(args, "blob"), bytearray(args["passphrase"].encode()), pepper, store, person)
    return identity.agreement_public + identity.signing_public


def _recovery(args: Args) -> bytes:
    one, other, public = (_hex(args, name) for name in ("one", "other", "public"))
    key = open_recovery(_hex(args, "blob"), _hex(args, "store_id"), one, other, person_id=bytes(16), public=public)
    return key.agreement_private


def _words(args: Args) -> bytes:
    holder, private = from_words(args["words"])
    assert from_words(" ".join(to_words(holder, private))) == (holder, private)
    return bytes((holder,)) + private


OPERATIONS: dict[str, Callable[[Args], bytes]] = {
    "record": _record,
    "wrap": _wrap,
    "hpke": _hpke,
    "sign": _sign,
    "client": _client,
    "grant": _grant,
    "identity": _identity,
    "recovery": _recovery,
    "words": _words,
}
