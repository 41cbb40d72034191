"""People of the sample firm's key accounts: the same seed gives the same ones, and every record is fit to be kept."""

from __future__ import annotations

from core.entities.people import checked, checked_position
from core.sample.relations import make_relations

TODAY = 20_500
OWNER, HEAD = b"o" * 16, b"h" * 16


def test_the_same_seed_gives_the_same_people() -> None:
    assert make_relations(1, 3, TODAY, OWNER, HEAD) == make_relations(1, 3, TODAY, OWNER, HEAD)
    assert make_relations(1, 3, TODAY, OWNER, HEAD) != make_relations(1, 4, TODAY, OWNER, HEAD)


def test_everybody_is_fit_to_be_kept_and_refers_to_people_of_his_firm() -> None:
    for number in range(20):
        told = make_relations(7, number, TODAY, OWNER, HEAD)
        handles = {checked(each).id for each in told.people}
        assert len(handles) == len(told.people) >= 2
        assert all(checked_position(each).reports_to in {b"", *handles} for each in told.positions)
        assert {each.person for each in told.positions} | {each.person for each in told.links} <= handles
        assert all(activity.day <= TODAY and set(activity.people) <= handles for activity, _text in told.talks)
