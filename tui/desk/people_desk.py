"""People, grants and keys as the desk does them; the same for the screen ADM and for the commands."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from core.entities.letters import Letter
from core.entities.vocabulary import Role
from core.problem import N_, ExitCode, Problem
from storage.vault.exposures import Exposure
from storage.vault.leaving import Signed
from storage.vault.people import NewPerson, known_role
from tui.desk.port import Progress
from tui.desk.port_people import (
    ExposureAnswer,
    ExposureLine,
    GrantAnswer,
    LetterLine,
    OffboardAnswer,
    PersonLine,
    PortfolioLine,
)

if TYPE_CHECKING:
    from tui.desk.desk import Desk

T = TypeVar("T")
MICROSECONDS = 1_000_000


class PeopleDesk:
    """What screens and commands ask about colleagues and keys."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Who is there
    def people(self) -> list[PersonLine]:
        """Everybody in the roster, by login."""
        me = self._desk.session.entered.me.statement.login
        return [
            PersonLine(
                each.statement.login,
                each.statement.name,
                known_role(each.statement.role),
                each.statement.state,
                each.fingerprint,
                each.portfolios,
                each.statement.login == me,
            )
            for each in self._desk.session.grants.people()
        ]

    def person(self, login: str) -> PersonLine:
        """One colleague. Raises Problem (BAD_INPUT) for nobody."""
        found = next((each for each in self.people() if each.login == login), None)
        if found is None:
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)
        return found

    def add(self, login: str, name: str, role: Role, passphrase: bytearray) -> PersonLine:
        """Add a colleague with a first passphrase; the caller wipes it."""
        self._desk.session.people.add(NewPerson(login, name, role, passphrase))
        return self.person(login.strip())

    def change_role(self, login: str, role: Role) -> None:
        """Another role, with the keys that go with it."""
        self._desk.session.people.change_role(login, role)

    def suspend(self, login: str) -> None:
        """Close the store to a colleague at once."""
        self._desk.session.people.suspend(login)

    def restore(self, login: str) -> None:
        """Let a suspended colleague in again."""
        self._desk.session.people.restore(login)

    def change_passphrase(self, old: bytearray, new: bytearray) -> None:
        """Another passphrase for oneself."""
        self._desk.session.people.change_passphrase(old, new)

    def new_keys(self, login: str, passphrase: bytearray) -> PersonLine:
        """New keys for a colleague who lost the passphrase."""
        self._desk.session.people.new_keys(login, passphrase)
        return self.person(login)

    def step_back(self) -> int:
        """The owner gives up the portfolios."""
        return self._reloaded(self._desk.session.people.step_back())

    # Who holds what
    def grants(self, login: str | None = None) -> list[GrantAnswer]:
        """Grants of portfolios and single clients that concern this session, of one colleague or of all."""
        session = self._desk.session
        names = {each.id: each.login for each in session.staffing.staff()}
        held = session.grants.all()
        clients = session.lending.names([each.client for each in held if each.client])
        found = [
            GrantAnswer(
                each.id.hex(),
                names.get(each.member, ""),
                names.get(each.grantor, ""),
                each.portfolio_id.hex(),
                each.portfolio,
                each.compartments,
                each.rights,
                self._moment(each.not_before_us),
                self._moment(each.not_after_us),
                each.state,
                each.client.hex(),
                clients.get(each.client, ""),
            )
            for each in held
        ]
        chosen = [each for each in found if login is None or each.login == login]
        return sorted(chosen, key=lambda each: (each.portfolio, each.portfolio_id, each.login))

    def portfolios(self) -> list[PortfolioLine]:
        """Portfolios of this session with the state of their keys."""
        logins = {each.id: each.login for each in self._desk.session.staffing.staff()}
        return [
            PortfolioLine(
                each.id.hex(),
                each.note.name,
                each.note.department,
                logins.get(each.note.owner_id, ""),
                each.clients,
                each.epoch,
                each.waiting,
            )
            for each in self._desk.session.grants.portfolios()
        ]

    def create_portfolio(self, name: str, owner: str, department: str) -> str:
        """A new portfolio; gives its id."""
        made = self._desk.session.staffing.create_portfolio(name, owner, department)
        return self._reloaded(made.hex())

    def give(
        self,
        login: str,
        portfolio: str,
        *,
        parts: Sequence[str] = (),
        read_only: bool = False,
        start: dt.date | None = None,
        until: dt.date | None = None,
        words: str = "",
    ) -> str:
        """Give a portfolio, whole or in part, `until` the end of a day; the six words of the receiver's keys."""
        given = self._desk.session.grants.give(
            login,
            self._portfolio(portfolio),
            parts=parts,
            write=not read_only,
            not_before_us=self.start_us(start),
            not_after_us=self.end_us(until),
            confirmed=words,
        )
        return given.fingerprint

    def deputy(self, login: str, for_login: str, start: dt.date, until: dt.date) -> int:
        """Lend every portfolio of one colleague to another, both days included."""
        return self._desk.session.grants.deputy(login, for_login, self.start_us(start), self.end_us(until))

    def revoke(self, login: str, portfolio: str, progress: Progress | None = None) -> int:
        """Take a portfolio away and renew its keys; the number of clients under new keys."""
        return self._reloaded(self._desk.session.grants.revoke(login, self._portfolio(portfolio), progress))

    def hand_over(self, portfolio: str, login: str, progress: Progress | None = None) -> int:
        """A portfolio to another colleague; the number of clients under new keys."""
        owners = self._desk.team.owners()
        renewed = self._reloaded(self._desk.session.grants.hand_over(self._portfolio(portfolio), login, progress))
        self._desk.team.changed_hands(owners, left=False)
        return renewed

    def rotate(self, portfolio: str, progress: Progress | None = None) -> int:
        """New keys for a portfolio; the number of its clients."""
        return self._desk.session.rotation.rotate(self._portfolio(portfolio), progress)

    def settle(self, progress: Progress | None = None) -> int:
        """Renew every key that waits for it; the number of portfolios."""
        return self._desk.session.rotation.settle(progress)

    def settle_quietly(self) -> None:
        """The same on the way in: what cannot be done now stays on the list of ADM and keeps nobody out."""
        with contextlib.suppress(Problem):
            self.settle()

    # Leaving, recovery
    def offboard(self, login: str, successor: str, progress: Progress | None = None) -> OffboardAnswer:
        """Everything this session can do to let a colleague go."""
        owners = self._desk.team.owners()
        done = self._desk.session.leaving.offboard(login, successor, progress)
        paper = done.certificate
        self._reloaded(None)
        self._desk.team.changed_hands(owners, left=True)
        return OffboardAnswer(
            done.login,
            done.handed_over,
            done.clients_renewed,
            done.missing,
            self._exposure(done.exposure),
            paper.text if paper is not None else "",
            paper.signature if paper is not None else "",
        )

    def check_certificate(self, text: str, signature: str) -> str:
        """Login of whoever signed a certificate. Raises Problem (BAD_INPUT) for a changed one."""
        return self._desk.session.leaving.check(Signed(text, signature)).signer

    def exposure(self, login: str) -> ExposureAnswer:
        """What a colleague has seen."""
        return self._exposure(self._desk.session.exposures.of(login))

    def recoverable(self) -> list[str]:
        """Ids of every portfolio two sheets open."""
        return [each.hex() for each in self._desk.session.recovering.portfolios()]

    def recover(self, login: str, sheets: Sequence[str], reason: str) -> int:
        """Every portfolio to a head again; their number."""
        return self._desk.session.recovering.give_again(login, sheets, reason)

    def break_glass(self, portfolios: Sequence[str], sheets: Sequence[str], reason: str) -> dt.datetime:
        """Named portfolios to read for some hours; when it ends."""
        named = [self._id(each) for each in portfolios]
        until = self._desk.session.recovering.break_glass(named, sheets, reason)
        return self._reloaded(dt.datetime.fromtimestamp(until / MICROSECONDS, self._desk.zone))

    def close_glass(self) -> int:
        """Give back what was opened; the number of portfolios."""
        return self._reloaded(self._desk.session.recovering.close())

    # Letters
    def ask_access(self, text: str) -> int:
        """Ask every active head, or the owner, for access; how many letters went out. Raises Problem (BAD_INPUT)."""
        session = self._desk.session
        asked = text.strip()
        if not asked:
            raise Problem(N_("Say what you ask for and why."))
        me = session.entered.identity.person_id
        staff = [each for each in session.staffing.staff() if each.active and each.id != me]
        to = [each for each in staff if each.role == "head"] or [each for each in staff if each.role == "owner"]
        for each in to:
            session.inbox.send(each.id, "access", {"text": asked})
        if not to:
            raise Problem(N_("There is no head or owner to ask."), ExitCode.REFUSED)
        return len(to)

    def letters(self) -> list[LetterLine]:
        """Letters to this person that are not settled, oldest first."""
        names = {each.id: each.login for each in self._desk.session.staffing.staff()}
        return [
            LetterLine(
                each.id.hex(),
                names.get(each.sender, ""),
                each.kind,
                dt.datetime.fromtimestamp(each.sent_us / MICROSECONDS, self._desk.zone),
                _text(each),
            )
            for each in self._desk.session.inbox.read()
        ]

    def settle_letter(self, letter: str) -> None:
        """The matter of a letter is done."""
        self._desk.session.inbox.settle(self._id(letter))

    def _exposure(self, found: Exposure) -> ExposureAnswer:
        return ExposureAnswer(
            found.login,
            found.name,
            dt.datetime.fromtimestamp(found.at_us / MICROSECONDS, self._desk.zone),
            found.log_size,
            found.clients,
            tuple(
                ExposureLine(
                    each.days,
                    each.opened,
                    each.revealed,
                    each.copied,
                    each.exported,
                    each.probed,
                    each.share,
                    each.night,
                    each.busiest_hour,
                    each.busiest_day,
                )
                for each in found.windows
            ),
            tuple((what, whom.hex()) for what, whom in found.seen),
        )

    def _portfolio(self, named: str) -> bytes:
        """A portfolio by its name or id. Raises Problem (BAD_INPUT) when that is not exactly one."""
        found = [each for each in self.portfolios() if named in (each.name, each.id)]
        if len(found) != 1:
            raise Problem(N_("There is no single portfolio {name} among yours: see portfolios list."), name=named)
        return bytes.fromhex(found[0].id)

    def _id(self, text: str) -> bytes:
        try:
            return bytes.fromhex(text)
        except ValueError:
            raise Problem(N_("{text} is no id: copy it from the list."), text=text) from None

    def _moment(self, at_us: int) -> dt.datetime | None:
        return dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone) if at_us else None

    def start_us(self, day: dt.date | None) -> int:
        """When a day begins here, microseconds UTC; 0 for none."""
        if day is None:
            return 0
        return int(dt.datetime.combine(day, dt.time(), self._desk.zone).timestamp()) * MICROSECONDS

    def end_us(self, day: dt.date | None) -> int:
        """When a day is over here, microseconds UTC; 0 for none."""
        return 0 if day is None else self.start_us(day + dt.timedelta(days=1))

    def _reloaded(self, answer: T) -> T:
        """The base in memory follows what the keys now open."""
        self._desk.refresh()
        return answer


def _text(letter: Letter) -> str:
    """What a letter says in one line."""
    # A request that names a client says its reason beside him.
    said = letter.body.get("text") or letter.body.get("reason") or ""
    return said if isinstance(said, str) else ""
