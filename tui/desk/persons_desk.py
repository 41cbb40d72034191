"""Contact persons at the desk: typed, tied to our people, moved to another employer. Screens and commands share it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence

import msgspec

from core.entities.people import (
    REFERRAL_RESULTS,
    STRENGTHS,
    Care,
    IdentityDocument,
    News,
    Person,
    PersonProfile,
    Position,
    Referral,
    ReferralResult,
    RelationshipLink,
    cleaned,
)
from core.problem import N_, ExitCode, Problem
from storage.vault.books.people import CARE, LINK, NEWS, PERSON, POSITION, PROFILE, REFERRAL
from storage.vault.registers import Stale, Stored
from tui.desk.edit_field import EditField
from tui.desk.editing import Kept
from tui.desk.persons_forms import money_of, person_form, profile_form, with_person, with_position, with_profile
from tui.desk.persons_view import PersonsView, rank
from tui.desk.work_records import changed_meanwhile

_TEXT_MAX = 300
_MINOR = 100


class PersonsDesk(PersonsView):
    """The contact persons of the clients of one session."""

    # Changing
    def form(self, client_id: str, person_id: str = "") -> tuple[EditField, ...]:
        """Fields of a person; empty ones for a new one."""
        posts, names = self._posts(client_id), self.names(client_id)
        own = _handle(person_id)
        person = self._person(client_id, own).fields if own else Person()
        post = posts.get(own, Position(person=own))
        chiefs = [(handle.hex(), name) for handle, name in names.items() if handle != own]
        form = person_form(person, post, post.reports_to.hex(), sorted(chiefs, key=lambda each: each[1].casefold()))
        return (*form, *self._desk.own.person_fields(client_id, person_id))

    def save(self, client_id: str, person_id: str, fields: Mapping[str, str]) -> str:
        """Write a new person or changed fields, in one transaction; his id."""
        registers, own = self._desk.session.registers, _handle(person_id)
        values = self._desk.own.checked(fields)
        client = self._desk.work.clients_of(client_id)[0]
        before = self._person(client_id, own) if own else None
        handle = own or os.urandom(16)
        person = with_person(before.fields if before else Person(id=handle), fields)
        held = self._held_post(client_id, handle)
        post = with_position(held.fields if held else Position(person=handle, since=self._today()), fields)
        kept: list[Kept] = []
        try:
            with registers.writing(client, {"kind": PERSON.name}) as writing:
                if before is None:
                    kept.append(Kept(PERSON, client, None, registers.add(writing, PERSON, client, person)))
                elif person != before.fields:
                    registers.change(writing, PERSON, before, person)
                    kept.append(Kept(PERSON, before.space_id, before.fields, person))
                if held is None:
                    kept.append(Kept(POSITION, client, None, registers.add(writing, POSITION, client, post)))
                elif post != held.fields:
                    registers.change(writing, POSITION, held, post)
                    kept.append(Kept(POSITION, held.space_id, held.fields, post))
        except Stale:
            raise changed_meanwhile() from None
        self._done(client_id, *kept)
        if values:
            self._desk.own.save_person(client_id, handle.hex(), values)
        return handle.hex()

    def tie(self, client_id: str, person_id: str, strength: int, colleague: str = "") -> None:
        """How well a colleague knows a person; the earlier strength stays for the trend."""
        if strength not in STRENGTHS:
            raise Problem(N_("The strength of a relationship is a number from 0 to 5."))
        handle = self._person(client_id, _handle(person_id)).fields.id
        whose = self._colleague(colleague)
        today = self._today()
        found = self._link(client_id, handle, whose)
        if found is None:
            link = RelationshipLink(person=handle, colleague=whose, marks=((today, strength),))
            self._desk.work.add(LINK, client_id, link)
        else:
            earlier = tuple(each for each in found.fields.marks if each[0] != today)
            self._desk.work.change(LINK, found, marks=(*earlier, (today, strength)))

    def met(self, client_id: str, people: Sequence[bytes], day: int) -> None:
        """A contact took place: whoever talked knows each other a little, and the touch is noted."""
        mine = self._desk.session.entered.identity.person_id
        for handle in people:
            found = self._link(client_id, handle, mine)
            if found is None:
                self._desk.work.add(
                    LINK, client_id, RelationshipLink(person=handle, colleague=mine, marks=((day, 1),), touched=day)
                )
            elif found.fields.touched < day:
                self._desk.work.change(LINK, found, touched=day)

    def left(self, client_id: str, person_id: str, to_client: str = "") -> None:
        """He has left; with `to_client` he works there from today on, and stays the same person."""
        handle = _handle(person_id)
        person, held = self._person(client_id, handle).fields, self._held_post(client_id, handle)
        if to_client and self._desk.place_of(to_client) == self._desk.place_of(client_id):
            raise Problem(N_("He is at this client already: name another one."))
        if held is not None:
            self._desk.work.change(POSITION, held, until=self._today())
        if to_client:
            # The same handle: whoever opens only the new employer sees him there, with his history from now on.
            if handle not in self.names(to_client):
                self._desk.work.add(PERSON, to_client, msgspec.structs.replace(person, by=b"", at_us=0))
            self._desk.work.add(POSITION, to_client, Position(person=handle, since=self._today()))
            self.seen_again(to_client)
        self.seen_again(client_id)

    def remove(self, client_id: str, person_id: str) -> None:
        """Take a person off the lists."""
        self._desk.work.change(PERSON, self._person(client_id, _handle(person_id)), removed=True)
        self.seen_again(client_id)

    # What is private
    def profile(self, client_id: str, person_id: str) -> PersonProfile:
        """The profile, under a reading of the dossier. Raises Problem (REFUSED) without the right to it."""
        handle = self._person(client_id, _handle(person_id)).fields.id
        found = self._profile(client_id, handle)
        return found.fields if found is not None else PersonProfile(person=handle)

    def profile_form(self, client_id: str, person_id: str) -> tuple[EditField, ...]:
        """Fields of the profile."""
        return profile_form(self.profile(client_id, person_id))

    def save_profile(self, client_id: str, person_id: str, fields: Mapping[str, str]) -> None:
        """Write changed fields of the profile; day and month of the birthday also go to the person."""
        today = self._desk.today_date()
        self._change_profile(client_id, person_id, lambda before: with_profile(before, fields, today))

    def save_documents(self, client_id: str, person_id: str, documents: tuple[IdentityDocument, ...]) -> None:
        """Other documents of identity in the profile."""
        self._change_profile(client_id, person_id, lambda before: msgspec.structs.replace(before, documents=documents))

    def _change_profile(
        self, client_id: str, person_id: str, changed: Callable[[PersonProfile], PersonProfile]
    ) -> None:
        person = self._person(client_id, _handle(person_id))
        found = self._profile(client_id, person.fields.id)
        after = changed(found.fields if found is not None else PersonProfile(person=person.fields.id))
        if found is None:
            self._desk.work.add(PROFILE, client_id, after)
        else:
            told = {name: getattr(after, name) for name in after.__struct_fields__}
            self._desk.work.change(PROFILE, found, **told)
        if after.birthday:
            born = dt.date.fromisoformat(after.birthday)
            self._desk.work.change(PERSON, person, birth_month=born.month, birth_day=born.day)

    # Care, referrals, news
    def care_form(self, client_id: str) -> tuple[EditField, ...]:
        """Deputy, on-call, escalation phone, wallet, rivals."""
        care = self._care(client_id)
        staff = [(each.id.hex(), each.name) for each in self._desk.session.staffing.staff() if each.active]
        return (
            EditField("deputy", care.deputy.hex(), choices=(("", "—"), *staff)),
            EditField("on_call", care.on_call, _TEXT_MAX),
            EditField("escalation", care.escalation, 40),
            EditField("wallet", str(care.wallet // _MINOR) if care.wallet else "", 15),
            EditField("rivals", care.rivals, _TEXT_MAX),
        )

    def save_care(self, client_id: str, fields: Mapping[str, str]) -> None:
        """Write them."""
        values: dict[str, object] = {
            name: cleaned(fields[name])[:_TEXT_MAX] for name in ("on_call", "escalation", "rivals") if name in fields
        }
        if "deputy" in fields:
            values["deputy"] = bytes.fromhex(fields["deputy"])
        if "wallet" in fields:
            values["wallet"] = money_of(fields["wallet"])
        found = self._desk.work.about(CARE, client_id)
        if found:
            self._desk.work.change(CARE, found[-1], **values)
        else:
            self._desk.work.add(CARE, client_id, msgspec.structs.replace(Care(), **values))

    def refer(self, client_id: str, person_id: str, whom: str) -> None:
        """Somebody was named to us."""
        told = cleaned(whom)[:_TEXT_MAX]
        if not told:
            raise Problem(N_("Name whom we were recommended to: a firm or a person."))
        handle = self._person(client_id, _handle(person_id)).fields.id if person_id else b""
        self._desk.work.add(REFERRAL, client_id, Referral(day=self._today(), whom=told, person=handle))

    def settle_referral(self, client_id: str, referral_id: str, result: ReferralResult) -> None:
        """What came of it."""
        if result not in REFERRAL_RESULTS:
            raise Problem(N_("There is no {word}: use one of {known}."), word=result, known=", ".join(REFERRAL_RESULTS))
        members = self._desk.work.clients_of(client_id)
        found = self._desk.work.named(REFERRAL, _handle(referral_id), members)
        self._desk.work.change(REFERRAL, found, result=result)

    def add_news(self, client_id: str, text: str) -> None:
        """Something happened at the client."""
        told = cleaned(text)[:_TEXT_MAX]
        if not told:
            raise Problem(N_("A few words are needed."))
        self._desk.work.add(NEWS, client_id, News(day=self._today(), text=told))

    def seen_again(self, client_id: str) -> None:
        """People of the client were written: search and lists follow."""
        self._desk.finding.changed((self._desk.base.ids[self._desk.place_of(client_id)],))
        self._desk.touched()

    # Within
    def _person(self, client_id: str, handle: bytes) -> Stored[Person]:
        return self._desk.work.named(PERSON, handle, self._desk.work.clients_of(client_id))

    def _held_post(self, client_id: str, handle: bytes) -> Stored[Position] | None:
        posts = [each for each in self._desk.work.about(POSITION, client_id) if each.fields.person == handle]
        return max(posts, key=lambda each: rank(each.fields), default=None)

    def _link(self, client_id: str, handle: bytes, colleague: bytes) -> Stored[RelationshipLink] | None:
        links = self._desk.work.about(LINK, client_id)
        return next((e for e in links if (e.fields.person, e.fields.colleague) == (handle, colleague)), None)

    def _profile(self, client_id: str, handle: bytes) -> Stored[PersonProfile] | None:
        members = self._desk.work.clients_of(client_id)
        registers = self._desk.session.registers
        if not self._desk.session.disclosure.opens(PROFILE, members[0]):
            raise Problem(
                N_("What is private about this client's people is closed to you: ask your head."), ExitCode.REFUSED
            )
        receipt = registers.read(members[0], "people", members[1:])
        found = registers.of(PROFILE, members, receipt)
        return next((e for e in found if e.fields.person == handle and not e.fields.removed), None)

    def _colleague(self, login: str) -> bytes:
        if not login:
            return self._desk.session.entered.identity.person_id
        for each in self._desk.session.staffing.staff():
            if login in (each.login, each.name):
                return each.id
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)

    def _done(self, client_id: str, *kept: Kept) -> None:
        if kept:
            self._desk.editing.written(*kept)
            self.seen_again(client_id)


def _handle(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
