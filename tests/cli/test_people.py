"""People, grants, leaving and recovery as a person types them (S01.13, S01.15, U23, U24)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import ExitCode
from storage.sealing import derive
from storage.vault.people import NewPerson
from storage.vault.session import enter
from tests.cli.station import PASSPHRASE, Said, Station, cheap_keys, run
from tests.cli.test_commands import SALES


class Firm(Station):
    """A store of several people, each with a passphrase file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with cheap_keys():
            session = enter(self.store, "anna", bytearray(PASSPHRASE.encode()))
            for login, role in (("boris", "head"), ("ivan", "manager"), ("petr", "manager"), ("adam", "admin")):
                secret = bytearray(f"{login}: {PASSPHRASE}".encode())
                self.keep(login, secret.decode())
                session.people.add(NewPerson(login, login.title(), role, secret), derive.TEST_ONLY)  # type: ignore[arg-type]
            session.staffing.create_portfolio("Север", "ivan")
            session.end()

    def keep(self, login: str, secret: str) -> str:
        """A passphrase file; its path."""
        path = self.folder / f"{login}.secret"
        path.write_text(secret + "\n", "utf-8")
        path.chmod(0o600)
        return str(path)

    def as_(self, login: str, *words: str) -> Said:
        """`kartoteka WORDS` by one of them."""
        secret = self.secret if login == "anna" else self.folder / f"{login}.secret"
        return run("--store", str(self.store), "--as", login, "--passphrase-file", str(secret), *words)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    return Firm(tmp_path_factory.mktemp("firm"))


@pytest.fixture
def firm(made: Firm, tmp_path: Path) -> Firm:
    return made.copy(tmp_path)


def logins(said: Said) -> dict[str, str]:
    return {each["login"]: each["state"] for each in said.json["people"]}


def test_people_are_listed_added_suspended_and_restored(firm: Firm) -> None:
    listed = firm.as_("anna", "people", "list", "--json")
    assert set(logins(listed)) == {"anna", "boris", "ivan", "petr", "adam"}
    assert all(len(each["fingerprint"].split()) == 6 for each in listed.json["people"])
    secret = firm.keep("oleg", "восемь зелёных дверей")
    added = firm.as_("adam", "people", "add", "oleg", "--name", "Олег", "--new-passphrase-file", secret, "--json")
    assert added.json["person"]["role"] == "manager" and added.status == 0
    words = firm.as_("boris", "people", "fingerprint", "oleg").out.strip()
    assert words == added.json["person"]["fingerprint"]
    assert firm.as_("adam", "people", "suspend", "oleg").status == 0
    assert firm.as_("oleg", "clients").status == ExitCode.REFUSED
    assert logins(firm.as_("anna", "people", "list", "--json"))["oleg"] == "suspended"
    assert firm.as_("adam", "people", "restore", "oleg").status == 0
    assert firm.as_("oleg", "clients", "--json").json["total"] == 0
    assert firm.as_("adam", "people", "role", "oleg", "admin").status == ExitCode.REFUSED
    assert "oleg" in firm.as_("anna", "people", "list").out


def test_a_portfolio_is_given_lent_taken_and_handed_over(firm: Firm) -> None:
    sales = firm.file("sales.csv", SALES)
    assert firm.as_("ivan", "import", sales).status == 0
    total = firm.as_("ivan", "clients", "--json").json["total"]
    assert total > 0 and firm.as_("petr", "clients", "--json").json["total"] == 0
    given = firm.as_("boris", "grants", "give", "petr", "Север", "--json")
    assert len(given.json["fingerprint"].split()) == 6
    assert firm.as_("petr", "clients", "--json").json["total"] == total
    assert firm.as_("boris", "grants", "revoke", "petr", "Север", "--json").json == {"clients": total}
    assert firm.as_("petr", "clients", "--json").json["total"] == 0
    lent = firm.as_("boris", "grants", "deputy", "petr", "--for", "ivan", "--from", "2026-01-01", "--until",
                    "2999-01-01", "--json")  # fmt: skip
    assert lent.json == {"portfolios": 1}
    assert firm.as_("petr", "clients", "--json").json["total"] == total
    assert firm.as_("boris", "handover", "Север", "--to", "petr", "--json").json == {"clients": total}
    assert firm.as_("ivan", "clients", "--json").json["total"] == 0
    listed = firm.as_("boris", "grants", "list", "--of", "petr", "--json").json["grants"]
    assert {each["portfolio"] for each in listed} == {"Север"}
    assert "Север" in firm.as_("boris", "portfolios", "list").out
    assert "Север" in firm.as_("boris", "grants", "list").out
    assert firm.as_("boris", "grants", "give", "petr", "Юг").status == ExitCode.BAD_INPUT
    assert firm.as_("petr", "grants", "give", "ivan", "Север").status == ExitCode.REFUSED


def test_U23_a_colleague_is_let_go_with_a_certificate(firm: Firm) -> None:
    assert firm.as_("ivan", "import", firm.file("sales.csv", SALES)).status == 0
    half = firm.as_("adam", "offboard", "ivan", "--json")
    assert half.json["missing"] == ["keys"] and half.json["certificate"] == ""
    assert firm.as_("ivan", "clients").status == ExitCode.REFUSED
    said = firm.as_("boris", "offboard", "ivan", "--successor", "petr")
    assert said.status == 0 and '"grants_left": 0' in said.out
    assert firm.as_("petr", "clients", "--json").json["total"] > 0
    report = firm.as_("boris", "exposure", "ivan", "--json").json
    assert [each["days"] for each in report["windows"]] == [30, 90, 180]
    assert firm.as_("petr", "exposure", "ivan").status == ExitCode.REFUSED
    assert firm.as_("boris", "store", "check").status == 0


def test_the_passphrase_is_changed_and_a_lost_one_replaced(firm: Firm) -> None:
    fresh = firm.keep("fresh", "девять медных труб")
    assert firm.as_("ivan", "people", "passphrase", "--new-passphrase-file", fresh).status == 0
    assert firm.as_("ivan", "clients").status == ExitCode.REFUSED
    firm.keep("ivan", "девять медных труб")
    assert firm.as_("ivan", "clients").status == 0
    other = firm.keep("other", "десять тихих рек")
    assert firm.as_("boris", "people", "renew", "ivan", "--new-passphrase-file", other).status == 0
    assert firm.as_("ivan", "clients").status == ExitCode.REFUSED
    firm.keep("ivan", "десять тихих рек")
    assert firm.as_("ivan", "clients").status == 0


def test_access_is_asked_for_and_answered(firm: Firm) -> None:
    assert firm.as_("petr", "letters", "ask", "клиент Ромашка: звонит мне").status == 0
    (letter,) = firm.as_("boris", "letters", "list", "--json").json["letters"]
    assert (letter["sender"], letter["text"]) == ("petr", "клиент Ромашка: звонит мне")
    assert "Ромашка" in firm.as_("boris", "letters", "list").out
    assert firm.as_("boris", "letters", "settle", letter["id"]).status == 0
    assert firm.as_("boris", "letters", "list", "--json").json["letters"] == []
    assert firm.as_("petr", "letters", "ask", "  ").status == ExitCode.BAD_INPUT


def test_the_owner_steps_back_and_the_glass_is_for_two_sheets(firm: Firm) -> None:
    assert firm.as_("boris", "owner", "step-back").status == ExitCode.REFUSED
    assert firm.as_("anna", "owner", "step-back", "--json").json == {"portfolios": 2}
    assert firm.as_("boris", "portfolios", "renew").status == 0
    assert {each["waiting"] for each in firm.as_("boris", "portfolios", "list", "--json").json["portfolios"]} == {""}
    (first, *_rest) = firm.as_("anna", "recovery", "portfolios", "--json").json["portfolios"]
    sheet = firm.keep("sheet", "слова не те")
    words = ("recovery", "break-glass", first, "--reason", "проверка", "--sheet", sheet, "--sheet", sheet)
    assert firm.as_("anna", *words).status == ExitCode.BAD_INPUT
    assert firm.as_("anna", "recovery", "close").status == ExitCode.BAD_INPUT
