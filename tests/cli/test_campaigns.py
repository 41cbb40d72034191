"""`campaign` as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import Station
from tests.desk.mail_room import post_office
from tests.outreach.returned import bounce

SALES = "client;document;date;product;quantity;amount\nЛуч;1;2026-01-12;болт;1;100\n"


@pytest.fixture(scope="module")
def ray(tmp_path_factory: pytest.TempPathFactory) -> tuple[Station, str]:
    """A store with one client, and his id."""
    firm = Station(tmp_path_factory.mktemp("campaigns"))
    assert firm.run("import", firm.file("sales.csv", SALES), "--json").status == 0
    return firm, firm.run("clients", "--json").json["clients"][0]["id"]


def test_S03_18_S03_73_a_campaign_as_a_person_types_it(ray: tuple[Station, str], tmp_path: Path) -> None:
    firm, client = ray[0].copy(tmp_path), ray[1]
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
    box_file = firm.file("mbox", bounce("news@firma.example", shown["recipients"][0]["id"]))
    assert "Вернулось 0" in firm.run("campaign", "inbox", box_file).out, "he has answered since"


def test_S03_76_S03_19_channels_and_figures_as_a_person_types_them(ray: tuple[Station, str], tmp_path: Path) -> None:
    firm, client = ray[0].copy(tmp_path), ray[1]
    words = ("surname=Орехов", "given=Пётр", "patronymic=Ильич", "phone=+7 495 123-45-67")
    person = firm.run("links", "add", client, *words, "--json").json["id"]
    assert firm.run("campaign", "prefer", client, person, "call").status == 0
    folders = [tmp_path / name for name in ("outbox", "sent", "error")]
    for each in folders:
        each.mkdir()
    told = [part for each in folders for part in (f"--{each.name}", str(each))]
    assert firm.run("campaign", "gateway", *told, "--json").json["gateway"]["sent"] == str(folders[1])
    consent = ("--kind", "form", "--channel", "sms")
    assert firm.run("campaign", "consent", client, person, *consent).status == 0
    congratulation = ("--kind", "congratulation", "--client", client)
    made = firm.run("campaign", "new", "Юбилей", *congratulation, "--channel", "sms", "--json").json["id"]
    assert firm.run("campaign", "approve", made).status == 0
    assert firm.run("campaign", "start", made, "--json").json["sent"] == 1
    message = next(folders[0].iterdir())
    message.rename(folders[1] / message.name)
    assert firm.run("campaign", "collect", made, "--json").json["counts"] == {"delivered": 1}
    post = firm.run("campaign", "new", "Новости", "--kind", "news", "--channel", "site", "--json").json["id"]
    assert firm.run("campaign", "approve", post).status == 0
    published = firm.run("campaign", "publish", post, "firma.example/news", "--json").json
    assert published["publications"][0]["link"] == "firma.example/news"
    codes = [each["code"] for each in firm.run("campaign", "segments", "--json").json["segments"]]
    named = firm.run("campaign", "new", "Всем", "--segment", codes[0], "--channel", "meeting", "--json").json
    assert named["clients"] == 1
    for view, piece in (("cadence", "0 из 3"), ("answers", "SMS"), ("calendar", "Юбилей"), ("costs", "Своя база")):
        assert piece in firm.run("campaign", "figures", view).out, view
    assert firm.run("campaign", "figures", "--json").json["useful"] == 1
    few = firm.run("campaign", "new", "Один", "--client", client, "--control", "10")
    assert few.status == ExitCode.BAD_INPUT and "мало клиентов" in few.err
    assert firm.run("campaign", "results", made).status == ExitCode.REFUSED
    refused = firm.run("campaign", "new", "Проба", "--client", client, "--pilot", "никто")
    assert refused.status == ExitCode.BAD_INPUT
