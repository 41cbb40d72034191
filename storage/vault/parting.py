"""What of a client's records goes when a contact person is erased, and what stays without a trace of him (U36)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from storage.vault.books.people import PERSON, REFERRAL
from storage.vault.resealing import OpenObject
from storage.vault.writing import damaged

_SHORTEST = 4
"""Letters of a name worth looking for in other texts."""


class Parting:
    """One person leaving the records of one client. `gone` and `mentions` are known once `without` has run."""

    def __init__(self, handle: bytes) -> None:
        self._handle = handle
        self.gone = 0
        self.mentions = 0

    def without(self, objects: Sequence[OpenObject]) -> list[OpenObject]:
        """The objects that stay. His record, positions, links and profile go with their histories; an introduction
        that he made stays as one of the firm's; others lose his handle. Raises Problem (STORE) on a damaged record."""
        read = [(each, _body(each.body)) for each in objects]
        own = [body["f"] for _each, body in read if self._is_his(body)]
        kept = [self._changed(each, body) for each, body in read if not self._is_his(body)]
        self.gone = len(own)
        names = {stem for fields in own for stem in _stems(fields)}
        self.mentions = sum(1 for each in kept if _names_one(each, names))
        return kept

    def _is_his(self, body: Mapping[str, Any]) -> bool:
        fields = body["f"]
        if body["k"] == PERSON.name:
            return bool(fields.get("id") == self._handle)
        return bool(body["k"] != REFERRAL.name and fields.get("person") == self._handle)

    def _changed(self, each: OpenObject, body: dict[str, Any]) -> OpenObject:
        fields = dict(body["f"])
        if fields.get("person") == self._handle:
            cleared = {**fields, "person": b"", "who": ""}
            return OpenObject(each.drawer, 1, msgspec.msgpack.encode({**body, "f": cleared}))
        if self._handle in fields.get("people", ()):
            fields["people"] = [other for other in fields["people"] if other != self._handle]
        if any(self._handle in item.get("people", ()) for item in fields.get("items", ())):
            fields["items"] = [
                {**item, "people": [other for other in item.get("people", ()) if other != self._handle]}
                for item in fields["items"]
            ]
        if fields.get("reports_to") == self._handle:
            fields["reports_to"] = b""
        return each if fields == body["f"] else replace(each, body=msgspec.msgpack.encode({**body, "f": fields}))


def _body(blob: bytes) -> dict[str, Any]:
    try:
        body = msgspec.msgpack.decode(blob)
        if isinstance(body["f"], dict) and isinstance(body["k"], str):
            return dict(body)
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError, KeyError):
        pass
    raise damaged("record")


def _stems(fields: Mapping[str, Any]) -> list[bytes]:
    """Surname and name in Latin letters without what declension changes."""
    if "surname" not in fields and "latin" not in fields:
        return []
    words = [str(fields.get(name, "")).casefold().rstrip("аяуюыиеоьй") for name in ("surname", "latin")]
    return [word.encode() for word in words if len(word) >= _SHORTEST]


def _names_one(each: OpenObject, names: set[bytes]) -> bool:
    texts = [each.body, *(body for _seq, body in each.changes)]
    folded = [text.decode("utf-8", "ignore").casefold().encode() for text in texts]
    return any(name in text for text in folded for name in names)
