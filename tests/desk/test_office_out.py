"""Tables of campaigns, doubles, the log and people on their way out (U06)."""

from __future__ import annotations

import pytest

from core.problem import Problem
from tests.desk.test_merged_base import desk_of
from tests.desk.test_tables_out import whole
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk


@pytest.fixture
def desk(stage: Stage) -> Desk:
    return desk_of(stage, "boris")


def test_U06_doubles_leave_one_client_a_row_under_the_number_of_their_group(desk: Desk) -> None:
    rows, found = whole(desk, "doubles"), desk.doubles.found()
    assert found is not None
    assert [row["id"] for row in rows] == [each.id for group in found.groups for each in group.members]
    pair = [refs(desk.session)[ref].hex() for ref in ("C-1", "C-2")]
    desk.doubles.judge(pair, "different")
    judged = whole(desk, "judgements")
    assert {row["id"] for row in judged} == set(pair) and {row["group"] for row in judged} == {1}
    desk.firm_groups.confirm(pair)
    firms = whole(desk, "firm_groups")
    assert [row["id"] for row in firms if row["group"] == 1] == [each.id for each in desk.firm_groups.all()[0].members]


def test_U06_clients_of_a_campaign_leave_with_what_keeps_the_message_from_them(desk: Desk) -> None:
    clients = [refs(desk.session)[ref].hex() for ref in ("C-1", "C-2")]
    campaign = desk.outreach.new("Весна", clients).id
    rows, details = whole(desk, "recipients", campaign=campaign), desk.outreach.show(campaign)
    assert [row["client_id"] for row in rows] == [each.client_id for each in details.recipients]
    assert all(row["obstacle"] for row in rows)
    obstacle = details.recipients[0].obstacle
    assert obstacle and len(whole(desk, "recipients", campaign=campaign, obstacle=obstacle)) >= 1
    assert whole(desk, "recipients", campaign=campaign, obstacle="quiet") == []
    assert [row["name"] for row in whole(desk, "campaigns")] == ["Весна"]
    with pytest.raises(Problem):
        whole(desk, "recipients", campaign="zz")


def test_U06_the_log_leaves_without_the_names_of_clients(stage: Stage) -> None:
    reader = desk_of(stage, "boris")
    client = refs(reader.session)["C-1"].hex()
    reader.dossiers.dossier_document(client)
    sealed = whole(reader, "log", who="boris")
    assert {row["who"] for row in sealed} == {"boris"} and client not in {row["client"] for row in sealed}
    owner = desk_of(stage, "anna")
    rows = whole(owner, "log", who="boris", kind="dossier_read")
    assert client in {row["client"] for row in rows} and not any(row["sealed"] for row in rows)
    assert owner.row(client).name not in repr(rows)
    with pytest.raises(Problem):
        whole(owner, "log", since="вчера")


def test_U06_people_of_a_client_leave_with_masks(desk: Desk) -> None:
    client = refs(desk.session)["C-1"].hex()
    fields = {"surname": "Орлов", "given": "Иван", "phone": "+7 495 123-45-67"}
    desk.persons.save(client, "", fields)
    (row,) = whole(desk, "persons", client=client)
    assert row["id"] == client and "Орлов" in str(row["person"])
    assert row["masks"] and "123-45-67" not in str(row["masks"])
    documents = whole(desk, "documents", client=client)
    assert [each["document"] for each in documents] == [each.document for each in desk.purchases(client)]
    assert {row["login"] for row in whole(desk, "colleagues")} >= {"boris", "anna"}
