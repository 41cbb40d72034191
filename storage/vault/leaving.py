"""Facet of leaving: a colleague out of the house in one go, and the paper that says so (spec/store §7, U23).

Two halves. Whoever answers for people suspends at once; whoever holds the keys then hands the portfolios over, renews
every key the colleague knew, makes the blind index anew and signs the certificate. Every step is told from the log and
from the store itself, so the command can be given again after anything that cut it off.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from core.problem import N_, ExitCode, Problem
from storage.audit.entry import encode_fields
from storage.audit.kinds import Kind
from storage.audit.roster import RosterStatement
from storage.engine import checkpoint_truncate, reading
from storage.keys.fingerprint import fingerprint
from storage.schema.people import grant
from storage.sealing.framing import frame
from storage.sealing.secret import SealBroken
from storage.sealing.sign import verify
from storage.vault.door import Entered
from storage.vault.exposures import Exposure, Exposures
from storage.vault.grant_book import GrantBook
from storage.vault.keyring import GRANTORS
from storage.vault.lifecycle import Lifecycle
from storage.vault.probes import Probes
from storage.vault.rotation import Progress, Rotation, declared
from storage.vault.staffing import Staffing

_LABEL = b"kartoteka/certificate/1"


class Certificate(msgspec.Struct, frozen=True, tag="offboarding", tag_field="certificate"):
    """What is true about the keys of somebody who left. Times in microseconds UTC, ids and keys in hex."""

    store: str
    login: str
    name: str
    suspended_us: int
    done_us: int
    portfolios_renewed: int
    clients_renewed: int
    firm_epoch: int
    index_epoch: int
    successor: str
    grants_left: int
    log_size: int
    signer: str
    signer_key: str
    signer_words: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A certificate as it is kept: the exact text and the signature over it, base64."""

    text: str
    signature: str


@dataclass(frozen=True, slots=True)
class Offboarded:
    """How far it is. `missing`: what still has to be done by somebody else; with nothing missing there is a paper."""

    login: str
    handed_over: int
    clients_renewed: int
    missing: tuple[str, ...]
    """keys (a head or the owner goes on), portfolios (some are held by other heads), index."""
    exposure: Exposure
    certificate: Signed | None


class Leaving:
    """Offboarding of one colleague."""

    def __init__(
        self,
        entered: Entered,
        people: Lifecycle,
        grants: GrantBook,
        rotation: Rotation,
        probes: Probes,
        staffing: Staffing,
        exposures: Exposures,
    ) -> None:
        self._entered = entered
        self._people = people
        self._grants = grants
        self._rotation = rotation
        self._probes = probes
        self._staffing = staffing
        self._exposures = exposures

    def offboard(self, login: str, successor: str = "", progress: Progress | None = None) -> Offboarded:
        """Do everything this session can. Gives what was done and what is missing.

        Raises Problem: REFUSED without the role, BAD_INPUT for an unknown colleague, or without a successor while the
        colleague has portfolios.
        """
        whose = self._named(login)
        exposure = self._exposures.of(login)
        able = self._entered.me.statement.role in GRANTORS
        own = self._own(whose.statement.person)
        if able and own and not successor:
            raise Problem(N_("Somebody has to take the portfolios over: name the colleague with --successor."))
        if successor and successor == login:
            raise Problem(N_("Nobody succeeds himself: name another colleague."))
        if whose.statement.state == "active":
            self._people.suspend(login)
        if not able:
            return Offboarded(login, 0, 0, ("keys",), exposure, None)
        renewed = sum(self._grants.hand_over(each, successor, progress) for each in own)
        renewed += self._rotation.settle_all(progress)
        self._probes.rotate()
        left = self._probes.reindex(progress).pending
        waits = (("portfolios", self._due()), ("index", left), ("log", self._rotation.pair_due()))
        missing = [word for word, there in waits if there]
        paper = None if missing else self._certify(whose, successor, len(own), renewed)
        checkpoint_truncate(self._entered.premises.engine)
        return Offboarded(login, len(own), renewed, tuple(missing), exposure, paper)

    def _certify(self, whose: RosterStatement, successor: str, portfolios: int, clients: int) -> Signed:
        """The last statement about the colleague, and the signed paper."""
        entered = self._entered
        if whose.statement.state != "left":
            self._people.leave(whose.statement.login)
        me = entered.me.statement
        known = entered.staff[whose.statement.person]
        firm = entered.keyring.firm
        with reading(entered.premises.engine) as connection:
            held = select(grant.c.id).where(grant.c.member_id == whose.statement.person)
            left = len(connection.execute(held).all())
            size = entered.premises.log.size(connection)
            states = declared(connection, entered.staff)
            renewed = sum(each.done > 0 for scope, each in states.items() if scope != entered.firm.firm_id)
            since = self._suspended_us(known)
        paper = Certificate(
            entered.premises.store_id.hex(),
            whose.statement.login,
            whose.statement.name,
            since,
            entered.premises.clock(),
            max(portfolios, renewed),
            clients,
            firm.epoch if firm is not None else 0,
            entered.firm.index_keys().epoch,
            successor,
            left,
            size,
            me.login,
            me.signing_key.hex(),
            fingerprint(me.agreement_key, me.signing_key),
        )
        text = msgspec.json.format(msgspec.json.encode(paper), indent=1).decode()
        signed = frame(_LABEL, entered.premises.store_id, text.encode())
        signature = entered.identity.signer.sign(signed)
        with entered.gate.transaction() as step:
            body = encode_fields((whose.statement.person, signature))
            step.append(Kind.OFFBOARDED, whose.statement.person, body)
        return Signed(text, base64.b64encode(signature).decode())

    def check(self, paper: Signed) -> Certificate:
        """The certificate, when somebody of this store signed exactly this text. Raises Problem (BAD_INPUT)."""
        entered = self._entered
        try:
            found = msgspec.json.decode(paper.text, type=Certificate)
            signature = base64.b64decode(paper.signature, validate=True)
            key = bytes.fromhex(found.signer_key)
            known = [each for each in entered.staff.values() if each.statement.login == found.signer]
            if not any(_signed_with(each, key) for each in known):
                raise SealBroken
            verify(key, signature, frame(_LABEL, entered.premises.store_id, paper.text.encode()))
        except (msgspec.DecodeError, ValueError, SealBroken):
            raise Problem(N_("This is no certificate of this store, or it was changed.")) from None
        return found

    def _named(self, login: str) -> RosterStatement:
        self._entered.keyring.renew()
        found = next((each for each in self._entered.staff.values() if each.statement.login == login.strip()), None)
        if found is None or found.statement.state == "left":
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)
        if found.statement.person == self._entered.identity.person_id:
            raise Problem(N_("This is not done by oneself: ask a colleague who may."), ExitCode.REFUSED)
        return found

    def _own(self, person: bytes) -> list[bytes]:
        return [each for each, note in self._staffing.portfolios().items() if note.owner_id == person]

    def _due(self) -> int:
        """Scopes whose keys still wait for somebody."""
        with reading(self._entered.premises.engine) as connection:
            return sum(each.open for each in declared(connection, self._entered.staff).values())

    def _suspended_us(self, known: RosterStatement) -> int:
        """When the first of the statements in a row that close the door was made."""
        first: RosterStatement = known
        while first.before is not None and first.before.statement.state != "active":
            first = first.before
        return self._entered.premises.time_of(first.seq)


def _signed_with(known: RosterStatement, key: bytes) -> bool:
    """Whether a colleague ever had this signing key."""
    each: RosterStatement | None = known
    while each is not None:
        if each.statement.signing_key == key:
            return True
        each = each.before
    return False
