"""`campaign` as a person types it."""

from __future__ import annotations

from pathlib import Path

from core.problem import ExitCode
from tests.cli.station import Station
from tests.desk.mail_room import post_office


def test_S03_18_S03_73_a_campaign_as_a_person_types_it(tmp_path: Path) -> None:
    firm = Station(tmp_path)
    sales = "client;document;date;product;quantity;amount\nЛуч;1;2026-01-12;болт;1;100\n"
    assert firm.run("import", firm.file("sales.csv", sales), "--json").status == 0
    client = firm.run("clients", "--json").json["clients"][0]["id"]
    words = ("surname=Орехов", "given=Пётр", "patronymic=Ильич", "email=one@a.example")
    person = firm.run("links", "add", client, *words, "--json").json["id"]
    with post_office() as (box, server):
        where = ("--host", server.host, "--port", str(server.port), "--security", "none", "--sender", server.sender)
        assert firm.run("campaign", "server", *where, "--json").json["server"]["sender"] == server.sender
        # A congratulation may come at any hour, so that this test may run at any hour.
        made = firm.run("campaign", "new", "Юбилей", "--kind", "congratulation", "--client", client, "--json").json
        shown = firm.run("campaign", "show", made["id"], "--json").json
        assert [each["obstacle"] for each in shown["recipients"]] == ["no_consent"]
        assert firm.run("campaign", "consent", client, person, "--kind", "contract", "--proof", "№ 5").status == 0
        assert firm.run("campaign", "check", made["id"], "--json").json["checks"] == {"ready": 1}
        assert firm.run("campaign", "approve", made["id"]).status == 0
        early = firm.run("campaign", "start", made["id"])
        assert (early.status, box.to) == (ExitCode.REFUSED, [])
        assert firm.run("campaign", "test", made["id"]).status == 0
        assert firm.run("campaign", "start", made["id"], "--json").json["sent"] == 1
        assert box.to == [server.sender, "one@a.example"]
    assert "Поздравление" in firm.run("campaign", "list").out
    assert firm.run("campaign", "settle", shown["recipients"][0]["id"], "replied", "--text", "спасибо").status == 0
    assert firm.run("campaign", "shares", "--json").json["shares"][0]["answered"] == 1
    assert firm.run("campaign", "optout", client, person, "--json").json == {"done": "optout"}
    again = firm.run("campaign", "new", "Ещё", "--client", client, "--json").json
    assert firm.run("campaign", "check", again["id"], "--json").json["checks"] == {"optout": 1}
    assert "письмо" in firm.run("campaign", "show", made["id"]).out
