"""Words of the dossier: its sections, what to ask next, risks and the steps of a review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.wording import N_, P_, gettext
from core.wording.vocabulary import Vocabulary

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "section": {
        "company": P_("section", "The company"),
        "people": P_("section", "People"),
        "private": P_("section", "Birthdays, hobbies, family"),
        "buying": P_("section", "How they decide and buy"),
        "market": P_("section", "Their market and rivals"),
        "customs": P_("section", "Customs and gifts"),
        "growth": P_("section", "Growth plan"),
        "care": P_("section", "Attention"),
        "terms": P_("section", "Terms of work"),
        "strategy": P_("section", "Our strategy"),
    },
    "risk": {
        "sold": P_("risk", "The company is sold"),
        "new_owner": P_("risk", "New owner"),
        "new_head": P_("risk", "New head"),
        "rival": P_("risk", "Rival with better terms"),
        "other": P_("risk", "Other risk"),
        "competitor": P_("risk", "Competitor"),
        "barrier": P_("risk", "Barrier"),
        "visit": P_("risk", "Head's visit"),
        "review": P_("risk", "Review"),
    },
    "risk step": {
        "raised": P_("risk step", "review it"),
        "reviewed": P_("risk step", "reviewed"),
        "stands": P_("risk step", "stands"),
        "overcome": P_("risk step", "overcome"),
        "planned": P_("risk step", "planned"),
        "held": P_("risk step", "held"),
    },
}
ASKS: Final[Mapping[str, str]] = {
    "requisites": N_("Find out the ИНН: without it he is easily taken for another."),
    "address": N_("Ask for the address of the office and the warehouse."),
    "site": N_("Ask for the site, or note that there is none."),
    "company_text": N_("Write how the company came about, what it lives on, how it is built."),
    "owner": N_("Get to know the owner."),
    "director": N_("Get to know the director."),
    "accountant": N_("Get to know the accountant: she pays us."),
    "buyer": N_("Get to know who buys."),
    "decision_maker": N_("Find out who decides."),
    "several_people": N_("Know at least three people: one contact leaves, and the client is gone."),
    "birthdays": N_("Ask when those who decide have their birthdays."),
    "hobbies": N_("Ask what they like to do."),
    "cuisine": N_("Ask what they like to eat: where will you invite them?"),
    "family": N_("Ask about the family."),
    "needs": N_("Ask: what is needed for you to buy more from us?"),
    "wallet": N_("Ask how much they spend on our sort of goods."),
    "buying_text": N_("Write how they decide and who has to be asked."),
    "terms_text": N_("Write on what terms we work: prices, payment, delivery."),
    "rivals": N_("Ask from whom else they buy."),
    "market_text": N_("Write whom they sell to and how their market goes."),
    "customs_text": N_("Write what is usual there: holidays, presents, how to behave."),
    "gifts": N_("Note down what has been given, so that nothing is given twice."),
    "plan": N_("Set a goal of growth: 5 million a month can become 15–20."),
    "steps": N_("Write the steps to the goal."),
    "strategy_text": N_("Write what we want with this client and why he needs us."),
    "deputy": N_("Name who stands in for the person responsible."),
    "recent_contact": N_("Talk to them: attention is overdue."),
    "recent_news": N_("Find out what is new at the client."),
    "head_visit": N_("Take our head along: he has not been there for a year."),
    "recent_review": N_("Hold a review: the last one was more than a year ago, or never."),
}
"""What to ask next where a subject is unknown."""


_SAID: Final = Vocabulary(WORDS)
word, choices = _SAID.word, _SAID.choices


def ask(subject: str) -> str:
    """What to ask next."""
    return gettext(ASKS[subject])
