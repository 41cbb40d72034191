"""What is unknown of clients: by turnover, by the firm's own weights, with one task to ask (S02.16)."""

from __future__ import annotations

from core.relations.knowledge import SUBJECTS, knowledge
from core.rules import DEFAULT
from storage.vault.books.work import TASK
from tests.desk.test_merged_base import desk_of
from tests.desk.test_persons import OWNER, client
from tests.vault.stage import Stage


def test_S02_16_weights_decide_what_counts_and_zero_does_not_ask() -> None:
    told = knowledge({"wallet": True}, DEFAULT.changed(known_wallet=3, known_rivals=0, known_buyer=0))
    assert told.percent == round(100 * 3 / 9) and set(told.unknown) == set(SUBJECTS) - {"wallet", "rivals", "buyer"}
    nothing = DEFAULT.changed(**dict.fromkeys((f"known_{each}" for each in SUBJECTS), 0))
    assert (knowledge({}, nothing).percent, knowledge({}, nothing).unknown) == (100, ())


def test_S02_16_the_largest_turnover_stands_first_and_one_task_to_ask_is_enough(stage: Stage) -> None:
    desk = desk_of(stage)
    here, there = client(desk), client(desk, "C-2")
    desk.persons.save(here, "", {**OWNER, "congratulate": "29.02"})
    desk.persons.save_care(here, {"wallet": "250 000", "rivals": "Гигант"})
    rows = {row.id: row for row in desk.quality.unknown()}
    assert rows[here].percent == desk.persons.relations(here).knowledge.percent > rows[there].percent == 0
    assert rows[here].unknown == desk.persons.relations(here).knowledge.unknown
    sums = [row.turnover for row in desk.quality.unknown()]
    assert sums == sorted(sums, key=lambda each: -each.amount) and sums[0].amount > 0
    assert (desk.quality.ask_unknown([there, here]), desk.quality.ask_unknown([there])) == (2, 0)
    task = desk.work.about(TASK, there)[0].fields
    assert task.kind == "ask" and "собственник" in task.text and {row.asked for row in desk.quality.unknown()} >= {True}
