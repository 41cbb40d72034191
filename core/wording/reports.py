"""Words of the reports on MET: claims of the source, rings of funnel and skirt, figures and the rules behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.entities.money import Money
from core.problem import N_
from core.wording import fill, gettext
from core.wording.money import short
from core.wording.numbers import decimal
from core.worth.skirt import Tier

TIERS: Final[Mapping[Tier, str]] = {
    "enquiry": N_("enquiries"),
    "captured": N_("with a contact"),
    "potential": N_("have not bought"),
    "buyer": N_("bought once"),
    "client": N_("bought again"),
    "regular": N_("regulars"),
    "adherent": N_("adherents"),
    "advocate": N_("advocates"),
}
CLAIMS: Final[Mapping[str, tuple[str, str]]] = {
    "regulars": (N_("5 regulars of 50 clients, 10 %, is a success"), "S00.09"),
    "six_times": (N_("a new client costs at least 6 times a sale to an existing one"), "S04.01"),
    "follow_up": (N_("90 % look for a client to make one sale"), "S04.02"),
    "asked": (N_("asking what would make them buy more: +15 % from regulars"), "S03.12"),
    "unattended": (N_("more than half of the bases lie unattended"), "S04.08"),
    "innovators": (N_("2.5 % of the clients are innovators"), "S03.86"),
    "crr_profit": (N_("CRR up by 5 points: profit up by 25 to 95 %"), "S03.17"),
}
"""What the source says, quoted, and the row of the requirements."""
FIGURES: Final[Mapping[str, tuple[str, str]]] = {
    "acquired": (N_("Acquired"), N_("Clients whose first purchase ever fell into the period, with its document.")),
    "returned": (N_("Came back"), N_("Clients who bought again after the rhythm had presumed them lost.")),
    "lost": (N_("Lost?"), N_("Clients whom the rule of the state “lost” reached inside the period: last purchase.")),
    "kept": (N_("Kept (CRR)"), N_("Active at the start of the period and at its end: a purchase within the window.")),
    "gone": (N_("Not active at the end"), N_("Active at the start and without a purchase in the window at the end.")),
    "ltv": (N_("Lifetime value"), N_("Margin earned so far and expected, client by client; the figure is their mean.")),
    "base_value": (N_("Base value"), N_("Expected future margin of every client; the figure is their sum.")),
    "first_money": (N_("First sales"), N_("Purchases that were the client's first.")),
    "repeat_money": (N_("Repeat sales"), N_("Purchases of clients who had bought before.")),
    "steady": (N_("Bought the period before too"), N_("Purchases of clients who bought in the period before as well.")),
    "without_step": (
        N_("First purchase without a next step"),
        N_("Bought first longer ago than the rule allows: no task, no need, no contact and no second purchase since."),
    ),
    "unattended": (N_("Unattended"), N_("No contact on record for longer than the rule allows; last purchase.")),
    "enquiries": (
        N_("Enquiries"),
        N_("Every enquiry of the period; their cost is acquisition money over their number."),
    ),
    "uncaptured": (N_("Enquiries without a contact"), N_("Nobody can come back to these people, answered or not.")),
    "spending": (N_("Spending"), N_("Records of the period, acquisition and retention.")),
    "due": (
        N_("Who is due"),
        N_("Clients who by their own rhythm buy before the month ends, with their mean purchase."),
    ),
    "team_time": (
        N_("Time"),
        N_("Minutes logged with each client; date of the last contact with an answer, turnover of 12 months."),
    ),
    "team_kept": (
        N_("Handed over"),
        N_(
            "Clients of the portfolio, first those nobody has spoken to since; last such contact, turnover of 12"
            " months."
        ),
    ),
    "stake": (
        N_("Probability and value at stake"),
        N_(
            "At stake: half of the last 12 months plus half of the last 6 months doubled, as a yearly sum. The"
            " probability comes from the gaps between the purchases below: how often a pause as long as this one"
            " happens with this rhythm, corrected by the firm's own past."
        ),
    ),
    "less": (
        N_("Buys less"),
        N_(
            "Purchases of the last half-year, then those of the same half-year a year ago: the first sum is under the"
            " share of the second that the rule names. What is missing is the difference over a year."
        ),
    ),
    "outcomes": (
        N_("Outcomes"),
        N_("Every recovery case with its reason, what came of it, the day and what was at stake."),
    ),
    "potential": (
        N_("Potential"),
        N_(
            "What clients with the same main group spend on a group, as a share of all they buy, times what this client"
            " buys in all; where he has said what he buys from everybody, the part we do not have."
        ),
    ),
    "group": (
        N_("Group"),
        N_("What he buys of the group by product, 12 months; then the clients alike who buy it, dearest first."),
    ),
    "top20": (
        N_("Most of the money"),
        N_("The fifth of the clients with the largest turnover of 12 months; a star marks them everywhere."),
    ),
    "steps": (N_("Steps of the ladder"), N_("Every client with his step now; the sum is his turnover of 12 months.")),
    "regulars": (
        N_("Regulars"),
        N_("Clients on the third step and above; the share is taken of all who ever bought."),
    ),
    "innovators": (
        N_("Innovators"),
        N_("Clients with a record of it among the key criteria; the share is taken of all who ever bought."),
    ),
    "asked": (
        N_("Asked what keeps them from buying more"),
        N_(
            "Regulars asked half a year ago or earlier, then those never asked: turnover of the half-year after the day"
            " less that of the half-year before; for those not asked the day is the middle of the days of asking."
        ),
    ),
    "share": (N_("Share of the sales"), N_("Turnover of 12 months over the sum of all positive ones.")),
}
"""Title of a figure, and the rule it was made by."""


def figure_title(figure: str) -> str:
    """What a figure is called."""
    return gettext(FIGURES[figure][0])


def figure_rule(figure: str) -> str:
    """How a figure was made."""
    return gettext(FIGURES[figure][1])


def asked_word(asked: bool) -> str:
    """Whether a client was asked what keeps him from buying more."""
    return gettext("asked") if asked else gettext("not asked")


def tier_name(tier: Tier) -> str:
    """A ring of funnel and skirt."""
    return gettext(TIERS[tier])


def claim_text(name: str) -> str:
    """What the source says."""
    return fill(gettext("“{claim}” ({row})"), claim=gettext(CLAIMS[name][0]), row=CLAIMS[name][1])


def retention_sentence(money: Money) -> str:
    """What is given out on keeping clients; nothing is said in words (S03.42)."""
    if money.amount:
        return fill(gettext("On retention: {money}."), money=short(money))
    return fill(gettext("Nothing is given out on retention: {money}."), money=short(money))


def ratio_sentence(first: Money | None, repeat: Money | None, value: float | None) -> str:
    """The 6x ratio with its two costs, or why there is none (S04.01)."""
    if value is not None and first is not None and repeat is not None:
        return fill(
            gettext("A first sale costs {first}, a repeat one {repeat}: {value} times; the source says 6 or more."),
            first=short(first),
            repeat=short(repeat),
            value=decimal(value),
        )
    if first is None:
        return gettext("No first sales in the period: no ratio.")
    if repeat is None:
        return gettext("No repeat sales in the period: no ratio.")
    return fill(
        gettext("A first sale costs {first}; retention: {zero}, so no ratio."), first=short(first), zero=short(repeat)
    )
