"""Where promises, difficulties and questions stand, without a store."""

from __future__ import annotations

import datetime as dt

from core.entities.promises import Commitment, DueChange, Incident
from core.relations.promises import commitment_step, deadline, incident_step, incident_waits_since, kept_share

HOLIDAYS = {dt.date(2026, 6, 12)}


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_S03_77_one_working_day_ends_at_the_same_hour_of_the_next_working_day() -> None:
    for start, end in (
        ("2026-06-09T15:00", "2026-06-10T15:00"),
        ("2026-06-11T15:00", "2026-06-15T15:00"),  # a holiday on Friday, then a weekend
        ("2026-06-13T09:00", "2026-06-16T00:00"),  # found on a Saturday
    ):
        assert deadline(at(start), 1, HOLIDAYS) == at(end)
    assert deadline(at("2026-06-09T15:00"), 3, HOLIDAYS) == at("2026-06-15T15:00")


def test_S03_79_a_promise_goes_from_promised_to_due_soon_to_overdue_and_a_moved_one_says_so() -> None:
    promise = Commitment(text="x", due=100)
    assert [commitment_step(promise, day, 3) for day in (90, 96, 97, 100, 101)] == [
        "promised", "promised", "due_soon", "due_soon", "overdue",
    ]  # fmt: skip
    moved = Commitment(text="x", due=100, changes=(DueChange(90, 100, "y", 1),))
    assert commitment_step(moved, 90, 3) == "changed"
    assert commitment_step(Commitment(text="x", due=1, state="early"), 90, 3) == "early"


def test_S03_75_every_step_of_a_difficulty_waits_until_the_client_knows() -> None:
    told = ("found_us", "told_us", "plan_us", "plan_told_us", "result_us", "result_told_us")
    steps, waits = [], []
    for known in range(1, len(told) + 1):
        incident = Incident(text="x", **{name: 10 + n for n, name in enumerate(told[:known])})  # type: ignore[arg-type]
        steps.append(incident_step(incident))
        waits.append(incident_waits_since(incident))
    assert steps == ["found", "told", "planned", "planned", "resolved", "result_told"]
    assert waits == [10, 0, 12, 0, 14, 0]


def test_U26_the_share_of_promises_kept_counts_closed_ones_alone() -> None:
    def one(state: str) -> Commitment:
        return Commitment(text="x", due=1, state=state)  # type: ignore[arg-type]

    assert kept_share([one("promised"), one("dropped")]) is None
    assert kept_share([one("fulfilled"), one("early"), one("breached"), one("promised")]) == 2 / 3
