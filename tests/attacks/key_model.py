"""Keys against a model of who may open what: real wraps, real seals, and attackers who remember every key they saw.

The machine does what the vault does with keys and nothing else: grant, lend one client, revoke with full rotation,
move, suspend, recover, and rotations that are cut off and gone on with. After every step each person tries to open
every client with everything he ever held.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from storage.audit.receipt import _MINT, Receipt
from storage.keys.door import ROTATING
from storage.keys.grants import GrantSecret, issue, open_grant
from storage.keys.identity import Identity
from storage.keys.portfolio import PortfolioKey, new_client_keys, slot_of
from storage.keys.recovery import create_recovery, open_recovery
from storage.keys.scopes import ALL_COMPARTMENTS, Compartment, Right, Scope, in_mask, mask_of
from storage.keys.turnover import turn_over, turned_already
from storage.sealing.envelope import Label, Place, SealKey, SpaceKind
from storage.sealing.hpke import generate_agreement
from storage.sealing.secret import SealBroken

STORE = b"S" * 16
RECOVERY = b"recovery" + bytes(8)
PEOPLE, MOST_CLIENTS, MOST_PORTFOLIOS = 5, 6, 3
CARD_ONLY = mask_of(Compartment.CARD)
NARROW = mask_of(Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY)
LENT = mask_of(Compartment.CARD, Compartment.CONTACTS, Compartment.DOSSIER, Compartment.PRIVATE)


class Grant:
    """A grant as it lies in the store: body and signature; `mask` is what the model knows of it."""

    def __init__(self, member: bytes, epoch: int, mask: int, sealed: tuple[bytes, bytes]) -> None:
        self.member, self.epoch, self.mask, self.sealed = member, epoch, mask, sealed
        self.opened = False


class Client:
    """A client as he lies in the store: wraps, and one sealed record in every compartment."""

    def __init__(self, portfolio: int, epoch: int, wraps: bytes, blobs: dict[Compartment, bytes]) -> None:
        self.portfolio, self.epoch, self.wraps, self.blobs = portfolio, epoch, wraps, blobs


class Keys(RuleBasedStateMachine):
    """Person 0 is the head who does everything and always may."""

    steps = 0
    """Steps after which everybody tried everything, over all runs of the process."""

    def __init__(self) -> None:
        super().__init__()
        self.rng = random.Random(0)
        self.draw: Callable[[int], bytes] = lambda size: self.rng.randbytes(size)
        self.people = [Identity(bytes([n + 1]) * 16, self.draw(32), self.draw(32)) for n in range(PEOPLE)]
        self.sheets = [generate_agreement(self.draw) for _ in range(3)]
        self.recovery, self.recovery_public = create_recovery(
            STORE, [each[1] for each in self.sheets], random=self.draw
        )
        self.grants: list[list[Grant]] = []
        self.keys: list[PortfolioKey] = []
        self.before: list[PortfolioKey | None] = []
        self.clients: list[Client] = []
        self.may: list[dict[int, int]] = []
        """The model: by portfolio, person → mask."""
        self.lent: list[dict[int, int]] = []
        """The model: by client, person → mask of what is lent of this client alone."""
        self.loans: list[list[Grant]] = []
        self.suspended: set[int] = set()
        self.seen: list[list[PortfolioKey]] = [[] for _ in range(PEOPLE)]
        self.raw_seen: list[dict[tuple[int, Compartment], dict[bytes, None]]] = [{} for _ in range(PEOPLE)]
        """Client keys a person unwrapped at any time, by what they were the key of."""

    @initialize(seed=st.integers(0, 1 << 32))
    def first(self, seed: int) -> None:
        self.rng.seed(seed)
        self.add_portfolio()
        self.add_client(0)

    @precondition(lambda self: len(self.keys) < MOST_PORTFOLIOS)
    @rule()
    def add_portfolio(self) -> None:
        number = len(self.keys)
        self.keys.append(PortfolioKey.create(STORE, self._id(number), 1, self.draw))
        self.before.append(None)
        self.grants.append([])
        self.may.append({})
        self._wrap(number, 0, ALL_COMPARTMENTS)
        self._wrap_recovery(number)

    @precondition(lambda self: len(self.clients) < MOST_CLIENTS)
    @rule(where=st.integers(0, 9))
    def add_client(self, where: int) -> None:
        portfolio = where % len(self.keys)
        number = len(self.clients)
        wraps, seals = new_client_keys(self.keys[portfolio], self._client_id(number), 1, self.draw)
        self.clients.append(Client(portfolio, 1, wraps, self._sealed(number, 1, seals)))
        self.lent.append({})
        self.loans.append([])

    @rule(
        who=st.integers(1, PEOPLE - 1),
        where=st.integers(0, 9),
        mask=st.sampled_from((ALL_COMPARTMENTS, NARROW, CARD_ONLY)),
    )
    def grant(self, who: int, where: int, mask: int) -> None:
        portfolio = where % len(self.keys)
        if who not in self.suspended:
            self._wrap(portfolio, who, mask)

    @rule(who=st.integers(1, PEOPLE - 1), where=st.integers(0, 9))
    def revoke(self, who: int, where: int) -> None:
        portfolio = where % len(self.keys)
        if self._take(portfolio, who):
            self._finish(portfolio)
            self._start(portfolio)
            self._finish(portfolio)

    @rule(
        who=st.integers(1, PEOPLE - 1),
        which=st.integers(0, 9),
        mask=st.sampled_from((LENT, CARD_ONLY)),
    )
    def lend(self, who: int, which: int, mask: int) -> None:
        """One client alone; a loan that reaches further is taken back first, any other is replaced."""
        number = which % len(self.clients)
        if who not in self.suspended and not self.lent[number].get(who, 0) & ~mask:
            self.loans[number] = [each for each in self.loans[number] if each.member != self.people[who].person_id]
            parts = {part: self._raw(number, part) for part in in_mask(mask)}
            self._loan(number, who, parts)
            self.lent[number][who] = mask

    @rule(who=st.integers(1, PEOPLE - 1), which=st.integers(0, 9))
    def take_loan(self, who: int, which: int) -> None:
        number = which % len(self.clients)
        if self._take_loan(number, who):
            self._renew(self.clients[number].portfolio)

    @rule(who=st.integers(1, PEOPLE - 1))
    def suspend(self, who: int) -> None:
        self.suspended.add(who)
        for number, client in enumerate(self.clients):
            if self._take_loan(number, who):
                self._renew(client.portfolio)
        for portfolio in range(len(self.keys)):
            if self._take(portfolio, who):
                self._finish(portfolio)
                self._start(portfolio)
                self._finish(portfolio)

    @rule(who=st.integers(1, PEOPLE - 1))
    def restore(self, who: int) -> None:
        self.suspended.discard(who)

    @rule(where=st.integers(0, 9))
    def start_rotation(self, where: int) -> None:
        """Cut off after its first transaction: both keys open until somebody goes on."""
        portfolio = where % len(self.keys)
        if self.before[portfolio] is None:
            self._start(portfolio)

    @rule(where=st.integers(0, 9), chunk=st.integers(1, 3))
    def go_on(self, where: int, chunk: int) -> None:
        """One chunk of a rotation, then cut off again."""
        portfolio = where % len(self.keys)
        if self.before[portfolio] is not None:
            for number in self._left(portfolio)[:chunk]:
                self._turn(number)

    @rule(where=st.integers(0, 9))
    def finish_rotation(self, where: int) -> None:
        self._finish(where % len(self.keys))

    @rule(which=st.integers(0, 9), where=st.integers(0, 9))
    def move(self, which: int, where: int) -> None:
        """A client to another portfolio: new keys under it, at his next epoch."""
        number, portfolio = which % len(self.clients), where % len(self.keys)
        client = self.clients[number]
        wraps, seals = new_client_keys(self.keys[portfolio], self._client_id(number), client.epoch + 1, self.draw)
        self.clients[number] = Client(portfolio, client.epoch + 1, wraps, self._sealed(number, client.epoch + 1, seals))
        self.lent[number], self.loans[number] = {}, []

    @rule(one=st.integers(0, 2), other=st.integers(0, 2))
    def recover(self, one: int, other: int) -> None:
        """Two sheets open every portfolio for the head again; one sheet opens nothing."""
        first, second = self.sheets[one][0], self.sheets[other][0]
        try:
            key = open_recovery(self.recovery, STORE, first, second, person_id=RECOVERY, public=self.recovery_public)
        except SealBroken:
            assert one == other
            return
        assert one != other
        for portfolio, grants in enumerate(self.grants):
            newest = [each for each in grants if each.member == RECOVERY][-1]
            covers = Receipt(_MINT, [1], b"s" * 16, [(int(Scope.PORTFOLIO), self._id(portfolio))])
            opened = open_grant(covers, key, *newest.sealed, self.people[0].signing_public, store_id=STORE, now_us=1)
            assert PortfolioKey.of_grant(opened).secret().whole == self.keys[portfolio].secret().whole

    @invariant()
    def everybody_opens_what_the_model_says(self) -> None:
        Keys.steps += 1
        for who, person in enumerate(self.people):
            for portfolio in range(len(self.keys)):
                self._look(who, person, portfolio)
            for number, client in enumerate(self.clients):
                self._look_at_loans(who, person, number)
                allowed = ALL_COMPARTMENTS if who == 0 else self.may[client.portfolio].get(who, 0)
                allowed |= self.lent[number].get(who, 0)
                for part in Compartment:
                    assert self._opens(who, number, client, part) is bool(allowed & part.bit), (who, number, part)

    def _look(self, who: int, person: Identity, portfolio: int) -> None:
        """Open every grant that lies there for the person, and remember the keys."""
        receipt = Receipt(_MINT, [1], b"s" * 16, [(int(Scope.PORTFOLIO), self._id(portfolio))])
        for each in self.grants[portfolio]:
            if each.member == person.person_id and not each.opened:
                each.opened = True
                opened = open_grant(
                    receipt, person, *each.sealed, self.people[0].signing_public, store_id=STORE, now_us=1
                )
                self.seen[who].append(PortfolioKey.of_grant(opened))
        known = {(key.portfolio_id, key.epoch, key.compartments): key for key in self.seen[who]}
        self.seen[who] = list(known.values())

    def _look_at_loans(self, who: int, person: Identity, number: int) -> None:
        """Open every loan of a client that lies there for the person, and remember his keys."""
        receipt = Receipt(_MINT, [1], b"s" * 16, [(int(Scope.CLIENT), self._client_id(number))])
        for each in self.loans[number]:
            if each.member == person.person_id and not each.opened:
                each.opened = True
                opened = open_grant(
                    receipt, person, *each.sealed, self.people[0].signing_public, store_id=STORE, now_us=1
                )
                for part, raw in opened.secret.parts.items():
                    self.raw_seen[who].setdefault((number, part), {})[raw] = None

    def _opens(self, who: int, number: int, client: Client, part: Compartment) -> bool:
        """Whether any key the person ever held opens the record that lies there now."""
        place = self._place(number, client.epoch, part)
        found = False
        raws = self.raw_seen[who].setdefault((number, part), {})
        for key in self.seen[who]:
            if not key.compartments & part.bit:
                continue
            context = key.wrap_context(part, self._client_id(number), client.epoch)
            try:
                raw = key.wrapper(part).unwrap(context, slot_of(client.wraps, part))
            except SealBroken:
                continue
            raws[raw] = None
            found = True
        for raw in raws:
            try:
                SealKey(raw).open(place, client.blobs[part])
            except SealBroken:
                continue
            return True
        assert not found, "a key that unwraps opens"
        return False

    def _start(self, portfolio: int) -> None:
        old = self.keys[portfolio]
        self.keys[portfolio] = PortfolioKey.create(STORE, old.portfolio_id, old.epoch + 1, self.draw)
        self.before[portfolio] = old
        for who, mask in {0: ALL_COMPARTMENTS, **self.may[portfolio]}.items():
            self._wrap(portfolio, who, mask)
        self._wrap_recovery(portfolio)

    def _left(self, portfolio: int) -> list[int]:
        new = self.keys[portfolio]
        return [
            number
            for number, client in enumerate(self.clients)
            if client.portfolio == portfolio
            and not turned_already(new, self._client_id(number), client.epoch, client.wraps)
        ]

    def _turn(self, number: int) -> None:
        client = self.clients[number]
        old, new = self.before[client.portfolio], self.keys[client.portfolio]
        assert old is not None
        receipt = Receipt(_MINT, [1], b"s" * 16, [(ROTATING, old.portfolio_id)])
        turned = turn_over(receipt, old, new, self._client_id(number), client.epoch, client.wraps, self.draw)
        blobs = {}
        for part in Compartment:
            opener, sealer = turned.keys(part)
            body = opener.open(self._place(number, client.epoch, part), client.blobs[part])
            blobs[part] = sealer.seal(self._place(number, turned.epoch, part), body, self.draw)
        self.clients[number] = Client(client.portfolio, turned.epoch, turned.wraps, blobs)
        held, self.loans[number] = self.loans[number], []
        by = {self.people[who].person_id: who for who in range(PEOPLE)}
        self.lent[number] = {by[each.member]: each.mask for each in held}
        for each in held:
            self._loan(number, by[each.member], turned.parts(each.mask))

    def _finish(self, portfolio: int) -> None:
        if self.before[portfolio] is None:
            return
        for number in self._left(portfolio):
            self._turn(number)
        epoch = self.keys[portfolio].epoch
        self.grants[portfolio] = [each for each in self.grants[portfolio] if each.epoch == epoch]
        self.before[portfolio] = None

    def _renew(self, portfolio: int) -> None:
        self._finish(portfolio)
        self._start(portfolio)
        self._finish(portfolio)

    def _raw(self, number: int, part: Compartment) -> bytes:
        """The client's key of now, with the head's key of either epoch."""
        client = self.clients[number]
        for key in (self.keys[client.portfolio], self.before[client.portfolio]):
            if key is not None:
                context = key.wrap_context(part, self._client_id(number), client.epoch)
                try:
                    return key.wrapper(part).unwrap(context, slot_of(client.wraps, part))
                except SealBroken:
                    continue
        raise AssertionError("the head opens every client")

    def _loan(self, number: int, who: int, parts: dict[Compartment, bytes]) -> None:
        person, epoch, mask = self.people[who], self.clients[number].epoch, mask_of(*parts)
        sealed = issue(
            self.people[0],
            grant_id=self.draw(16),
            store_id=STORE,
            scope=Scope.CLIENT,
            scope_id=self._client_id(number),
            epoch=epoch,
            member_id=person.person_id,
            member_public=person.agreement_public,
            secret=GrantSecret(parts=parts),
            compartments=mask,
            rights=Right.READ,
        )
        self.loans[number].append(Grant(person.person_id, epoch, mask, sealed))

    def _take_loan(self, number: int, who: int) -> bool:
        kept = [each for each in self.loans[number] if each.member != self.people[who].person_id]
        taken = len(kept) < len(self.loans[number])
        self.loans[number] = kept
        return taken

    def _wrap(self, portfolio: int, who: int, mask: int) -> None:
        """A grant of the newest key; while a rotation runs, also of the one before: both are readable until its end."""
        for key in (self.keys[portfolio], self.before[portfolio]):
            if key is not None:
                person = self.people[who]
                self._issue(portfolio, key, person.person_id, person.agreement_public, mask)
        if who:
            self.may[portfolio][who] = self.may[portfolio].get(who, 0) | mask

    def _wrap_recovery(self, portfolio: int) -> None:
        self._issue(portfolio, self.keys[portfolio], RECOVERY, self.recovery_public, ALL_COMPARTMENTS)

    def _issue(self, portfolio: int, key: PortfolioKey, member: bytes, public: bytes, mask: int) -> None:
        sealed = issue(
            self.people[0],
            grant_id=self.draw(16),
            store_id=STORE,
            scope=Scope.PORTFOLIO,
            scope_id=key.portfolio_id,
            epoch=key.epoch,
            member_id=member,
            member_public=public,
            secret=GrantSecret(whole=key.secret().whole) if mask == ALL_COMPARTMENTS else key.secret(mask),
            compartments=mask,
            rights=Right.READ,
        )
        self.grants[portfolio].append(Grant(member, key.epoch, mask, sealed))

    def _take(self, portfolio: int, who: int) -> bool:
        member = self.people[who].person_id
        kept = [each for each in self.grants[portfolio] if each.member != member]
        taken = len(kept) < len(self.grants[portfolio])
        self.grants[portfolio] = kept
        self.may[portfolio].pop(who, None)
        return taken

    def _sealed(self, number: int, epoch: int, seals: dict[Compartment, SealKey]) -> dict[Compartment, bytes]:
        return {part: seals[part].seal(self._place(number, epoch, part), b"body", self.draw) for part in Compartment}

    def _place(self, number: int, epoch: int, part: Compartment) -> Place:
        record = bytes([number + 1, int(part)]) * 8
        return Place(Label.RECORD, STORE, SpaceKind.CLIENT, self._client_id(number), record, 1, epoch)

    @staticmethod
    def _id(portfolio: int) -> bytes:
        return bytes([portfolio + 1]) + b"p" * 15

    @staticmethod
    def _client_id(number: int) -> bytes:
        return bytes([number + 1]) + b"c" * 15
