"""What campaigns bring: answers by channel, cadence by segment, cost of a contact (S03.18, S03.19, S04.09)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec

from core.entities.outreach import CampaignChannel, CampaignKind
from core.rules import DEFAULT, Rules

PROMOS: frozenset[CampaignKind] = frozenset(
    {"commercial", "invitation", "prices", "new_product", "gift", "bonus", "range"}
)
"""Kinds that wake a regular client; useful letters, news and congratulations ask for nothing."""


class Touch(msgspec.Struct, frozen=True):
    """One message that reached one client. `client` is his row; `person` may be empty."""

    campaign: bytes
    channel: CampaignChannel
    kind: CampaignKind
    client: int
    day: int
    """Days since 1970-01-01."""
    answered: bool


class Rate(msgspec.Struct, frozen=True):
    """Answers to one channel. `doubtful`: fewer than a third of the best one's, so the channel may be the wrong one."""

    channel: CampaignChannel
    sent: int
    answered: int
    doubtful: bool = False

    @property
    def rate(self) -> float:
        """Share of messages that were answered."""
        return self.answered / self.sent if self.sent else 0.0


class Cadence(msgspec.Struct, frozen=True):
    """How often a segment heard of promotions."""

    promos: int
    """Campaigns that reached at least one of its clients, within the days of the rule."""
    reached: int
    """Clients of it who heard of any."""
    last: int
    """Day of the last one; 0: none ever."""
    enough: bool


class ContactCost(msgspec.Struct, frozen=True):
    """What it costs to reach somebody and what it brings: money in minor units (S04.09)."""

    contacts: int
    money: int
    sales: int
    margin: int | None
    """None where a cost of goods is unknown."""

    @property
    def per_contact(self) -> float | None:
        return self.money / self.contacts if self.contacts else None

    @property
    def margin_per_contact(self) -> float | None:
        return self.margin / self.contacts if self.contacts and self.margin is not None else None

    @property
    def margin_per_money(self) -> float | None:
        """Margin for every unit of money spent; None where nothing was spent or the margin is unknown."""
        return self.margin / self.money if self.money and self.margin is not None else None


def rates(touches: Iterable[Touch], rules: Rules = DEFAULT) -> list[Rate]:
    """Channels with what was answered, the best first. A channel with too few messages is neither best nor doubtful."""
    sent: dict[CampaignChannel, list[int]] = defaultdict(lambda: [0, 0])
    for each in touches:
        sent[each.channel][0] += 1
        sent[each.channel][1] += each.answered
    found = [Rate(channel, total, answered) for channel, (total, answered) in sent.items()]
    best = max((each.rate for each in found if each.sent >= rules.reply_min_sent), default=0.0)
    told = [
        msgspec.structs.replace(
            each, doubtful=each.sent >= rules.reply_min_sent and each.rate < best * rules.reply_rate_low
        )
        for each in found
    ]
    return sorted(told, key=lambda each: (-each.rate, -each.sent, each.channel))


def cadence(
    touches: Iterable[Touch], members: Collection[int], published: Mapping[bytes, int], today: int,
    rules: Rules = DEFAULT,
) -> Cadence:  # fmt: skip
    """How often the clients of a segment heard of promotions. `published`: promotions everybody could read → day."""
    since = today - rules.promo_days
    mine = set(members)
    campaigns = {campaign for campaign, day in published.items() if day > since}
    reached: set[int] = set()
    last = max(published.values(), default=0)
    for each in touches:
        if each.kind not in PROMOS or each.client not in mine:
            continue
        last = max(last, each.day)
        if each.day > since:
            campaigns.add(each.campaign)
            reached.add(each.client)
    return Cadence(len(campaigns), len(reached), last, len(campaigns) >= rules.promo_per_month)


def useful_share(touches: Iterable[Touch]) -> tuple[int, int]:
    """(messages that asked for nothing, all messages): the ratio of useful to commercial (S03.18)."""
    told = [each.kind in PROMOS for each in touches]
    return len(told) - sum(told), len(told)


def sales_after(
    touches: Iterable[Touch], events: Iterable[tuple[int, int, int, int | None]], rules: Rules = DEFAULT
) -> tuple[int, int | None]:
    """(sales, margin) of clients within the days of the rule after a message reached them, each sale once.

    `events`: (client, day, net, margin or None) of purchases. The margin is None when one of them has none.
    """
    days: dict[int, list[int]] = defaultdict(list)
    for each in touches:
        days[each.client].append(each.day)
    sales, margin, known = 0, 0, True
    for client, day, net, earned in events:
        if any(0 <= day - told <= rules.campaign_sales_days for told in days.get(client, ())):
            sales += net
            known = known and earned is not None
            margin += earned or 0
    return sales, margin if known else None
