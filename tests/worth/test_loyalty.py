"""What a loyalty programme does, on bases whose answer is known (S03.24)."""

from __future__ import annotations

import numpy as np
import pytest

from core.entities.ledger import UNKNOWN
from core.entities.loyalty import Programme
from core.entities.trade import WalletEstimate
from core.problem import Problem
from core.rhythm.client_days import ClientDays
from core.worth.loyalty import checked, effect, next_number

PIVOT, AS_OF = 1000, 1180


def base(purchases: list[list[tuple[int, int]]]) -> ClientDays:
    """Client-days from (day, net) of every client."""
    client = np.array([row for row, own in enumerate(purchases) for _ in own], np.int32)
    day = np.array([day for own in purchases for day, _ in own], np.int32)
    net = np.array([net for own in purchases for _, net in own], np.int64)
    start = np.concatenate([[0], np.cumsum([len(own) for own in purchases])]).astype(np.int64)
    margin, none = np.full(len(net), UNKNOWN, np.int64), np.zeros(len(purchases), np.int64)
    return ClientDays(len(purchases), AS_OF, client, day, net, margin, start, client, day, net, margin, start,
                      none, none, none, none.astype(np.int32))  # fmt: skip


def test_S03_24_members_who_come_again_and_pay_more_stand_out_from_others() -> None:
    before, often = [(PIVOT - 50, 100)], [(PIVOT + 20, 150), (PIVOT + 60, 150)]
    once = [(PIVOT + 30, 100)]
    rows = [[*before, *often] if row < 40 else [*before, *once] for row in range(80)]
    found = effect(base(rows), dict.fromkeys(range(40), PIVOT), range(40, 80), {})
    assert (found.before.repeat and found.before.repeat.value, found.after.repeat and found.after.repeat.value) == (
        0,
        1,
    )
    assert found.others_after.cheque is not None and found.others_after.cheque.value == 100
    assert found.cheque is not None and (found.cheque.value, found.cheque.low) == (50, 50)
    assert found.repeat is not None and found.repeat.low > 0 and found.repeat.value == 1
    assert (found.wallet, found.after.wallets, found.fresh) == (None, 0, 0)


def test_S03_24_too_few_clients_make_no_figure_and_fresh_members_do_not_count() -> None:
    rows = [[(PIVOT - 5, 100), (PIVOT + 5, 100)] for _ in range(30)]
    few = effect(base(rows), dict.fromkeys(range(9), PIVOT), range(9, 30), {})
    assert few.after.repeat is None and few.repeat is None and few.others_after.repeat is not None
    fresh = effect(base(rows), {0: AS_OF - 29, 1: AS_OF - 30}, [], {})
    assert (fresh.fresh, fresh.after.clients, fresh.others_before.clients) == (1, 1, 0)
    assert effect(base(rows), {}, range(30), {}).others_after.clients == 0, "nobody to compare with"


def test_S03_24_chance_is_called_chance() -> None:
    rows = [[(PIVOT - 9, 100), (PIVOT + 9, 90 + row % 20)] for row in range(40)]
    found = effect(base(rows), dict.fromkeys(range(0, 40, 2), PIVOT), range(1, 40, 2), {})
    assert found.cheque is not None and found.cheque.low < 0 < found.cheque.high
    share = found.after.repeat
    assert share is not None and (share.value, share.low) == (0, 0) and 0.1 < share.high < 0.2


def test_S03_24_the_window_is_as_long_as_one_has_been_a_member() -> None:
    rows = [[(PIVOT - 181, 1), (PIVOT - 179, 1), (PIVOT, 1), (PIVOT + 1, 1), (PIVOT + 180, 1)] for _ in range(10)]
    found = effect(base(rows), dict.fromkeys(range(10), PIVOT), [], {})
    assert found.before.cheque is not None and found.before.buyers == 10
    assert effect(base(rows), dict.fromkeys(range(10), PIVOT + 100), [], {}).after.buyers == 10
    late = effect(base(rows), dict.fromkeys(range(10), PIVOT + 140), [], {})
    assert (late.before.buyers, late.after.repeat and late.after.repeat.value) == (0, 0)


def test_S03_24_share_of_wallet_is_that_of_the_last_estimate_on_each_side() -> None:
    rows = [[(PIVOT - 100, 300), (PIVOT + 100, 300)] for _ in range(24)]
    wallets = {
        row: [
            WalletEstimate(total=1000, source="клиент", day=PIVOT - 1),
            WalletEstimate(total=800, source="клиент", day=PIVOT + 120),
            WalletEstimate(group="болты", total=10, source="клиент", day=PIVOT + 130),
        ]
        for row in range(12)
    }
    found = effect(base(rows), dict.fromkeys(range(12), PIVOT), range(12, 24), wallets)
    assert found.before.wallet is not None and found.before.wallet.value == pytest.approx(0.3)
    assert found.after.wallet is not None and found.after.wallet.value == pytest.approx(0.75)
    assert (found.wallet, found.others_after.wallets) == (None, 0)


def test_S03_24_S03_15_numbers_of_a_series_are_counted_on_and_end() -> None:
    assert next_number("К-00098", 0, ()) == ("К-00098", 1)
    assert next_number("К-00098", 1, ("К-00099", "К-00100")) == ("К-00101", 4)
    with pytest.raises(Problem, match="used up"):
        next_number("К-9", 1, ())
    with pytest.raises(Problem):
        next_number("", 0, ())


@pytest.mark.parametrize(
    "told",
    [
        Programme(name="", conditions="3 %", since=1),
        Programme(name="Клуб", since=1),
        Programme(name="Клуб", conditions="3 %", since=5, until=4),
        Programme(name="Клуб", conditions="3 %", since=1, series="К-01"),
        Programme(name="Клуб", conditions="3 %", since=1, kind="cards", series="К"),
    ],
)
def test_S03_24_a_programme_without_its_terms_is_refused(told: Programme) -> None:
    with pytest.raises(Problem):
        checked(told)
