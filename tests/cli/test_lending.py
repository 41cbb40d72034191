"""One client for a colleague, and a request for access answered in one command (U08, S01.13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.test_people import Firm

CLIENTS = "Код клиента;Наименование;ИНН\nK-1;ООО Ромашка;7707083893\nK-2;ООО Лютик;7728168971\n"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    made = Firm(tmp_path_factory.mktemp("firm"))
    assert made.as_("anna", "portfolios", "add", "Юг", "--owner", "petr").status == 0
    assert made.as_("ivan", "import", made.file("clients.csv", CLIENTS)).status == 0
    return made


def names(firm: Firm, login: str) -> set[str]:
    return {each["name"] for each in firm.as_(login, "clients", "--json").json["clients"]}


def test_a_client_is_lent_listed_read_and_taken_back(firm: Firm) -> None:
    client = next(
        each["id"] for each in firm.as_("ivan", "clients", "--json").json["clients"] if "Ромашка" in each["name"]
    )
    given = firm.as_("boris", "grants", "give", "petr", "--client", "K-1", "--until", "2099-01-01", "--json")
    assert given.status == 0 and len(given.json["fingerprint"].split()) == 6
    assert names(firm, "petr") == {"ООО Ромашка"}
    assert firm.as_("petr", "client", "show", client).status == 0
    listed = firm.as_("boris", "grants", "list", "--of", "petr", "--json").json["grants"]
    [loan] = [each for each in listed if each["client"]]
    assert (loan["client"], loan["client_name"], loan["rights"]) == (client, "ООО Ромашка", ["read"])
    assert "Ромашка" in firm.as_("boris", "grants", "list").out
    back = firm.as_("boris", "grants", "revoke", "petr", "--client", client)
    assert back.status == 0 and names(firm, "petr") == set()
    assert firm.as_("petr", "client", "show", client).status == ExitCode.BAD_INPUT


def test_one_thing_is_named(firm: Firm) -> None:
    for words in ((), ("Север", "--client", "K-1")):
        told = firm.as_("boris", "grants", "give", "petr", *words)
        assert told.status == ExitCode.BAD_INPUT and "--client" in told.err
    for nobody in ("K-9", "00" * 16):
        assert firm.as_("boris", "grants", "give", "petr", "--client", nobody).status == ExitCode.BAD_INPUT


def test_U08_a_request_is_granted_in_one_command_and_audited(firm: Firm) -> None:
    from storage.vault.session import enter
    from tests.cli.station import PASSPHRASE, cheap_keys

    with cheap_keys():
        petr = enter(firm.store, "petr", bytearray(f"petr: {PASSPHRASE}".encode()))
        assert petr.probes.request_access("inn", "7728168971", "тендер") == ("Boris",)
        petr.end()
    waiting = firm.as_("boris", "letters", "list", "--json").json["letters"]
    [letter] = [each for each in waiting if each["kind"] == "access"]
    told = firm.as_("boris", "letters", "grant", letter["id"], "--json")
    assert told.status == 0 and told.json["login"] == "petr"
    assert names(firm, "petr") == {"ООО Лютик"}
    answered = firm.as_("petr", "letters", "list", "--json").json["letters"]
    assert [each["kind"] for each in answered] == ["access.answered"] and "Лютик" in answered[0]["text"]
    assert firm.as_("boris", "letters", "grant", letter["id"]).status == ExitCode.BAD_INPUT
    log = firm.as_("anna", "audit", "log", "--kind", "client_lent", "--json").json
    assert [each["details"]["name"] for each in log["entries"] if "name" in each["details"]][:1] == ["ООО Лютик"]
    assert firm.as_("anna", "audit", "verify").status == 0


def test_U08_a_request_is_refused_or_the_client_changes_hands(firm: Firm, tmp_path: Path) -> None:
    from storage.vault.session import enter
    from tests.cli.station import PASSPHRASE, cheap_keys

    for answer, held in (("refuse", False), ("move", True)):
        with cheap_keys():
            petr = enter(firm.store, "petr", bytearray(f"petr: {PASSPHRASE}".encode()))
            petr.probes.request_access("inn", "7707083893", "спросить")
            petr.end()
        letters = firm.as_("boris", "letters", "list", "--json").json["letters"]
        [letter] = [each["id"] for each in letters if each["kind"] == "access"]
        assert firm.as_("boris", "letters", answer, letter).status == 0
        assert ("ООО Ромашка" in names(firm, "petr")) is held
    assert "ООО Ромашка" not in names(firm, "ivan")
