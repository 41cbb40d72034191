"""Texts of HELP beside the keys: the five-minute tour, hints for work with key accounts, what to read (S03.97, U28)."""

from __future__ import annotations

from typing import Final, Literal

from core.wording import N_, gettext

Page = Literal["keys", "tour", "hints"]

PAGES: Final[tuple[Page, ...]] = ("keys", "tour", "hints")
TITLES: Final[dict[Page, str]] = {
    "keys": N_("Keys and rule"),
    "tour": N_("Five-minute tour"),
    "hints": N_("Key accounts: hints and reading"),
}
TOUR: Final = (
    N_(
        "“kartoteka demo” makes a sample firm and prints its people; everybody's passphrase is demo. Come in as the"
        " head of sales and follow the steps."
    ),
    N_("1. Today: red is what must not wait, a star marks the clients that make most of the money. Enter opens one."),
    N_("2. The card: the strip shows past purchases, the expected window and today; → turns to people, orders, work."),
    N_("3. F5 writes down a conversation, F6 makes a task, u takes the last change back. Try each of them."),
    N_("4. F2 finds anybody, misspelt or in the wrong keyboard layout; Esc leads back from everywhere."),
    N_("5. F9, Recovery: who is leaving and what is at stake. c takes a client on, n says the next step."),
    N_("6. F9, Classification: → goes through the questions; Enter goes from a figure to its clients."),
    N_("7. F9, Team: who gives anchors their time, where the head owes a visit, what is new at key accounts."),
    N_("8. F1 on any screen tells its keys and the rule behind it; F12 locks."),
)
"""Steps over the sample firm, in order."""
HINTS: Final = (
    N_("Three key accounts are enough for one person. The fourth takes from the other three what made them key."),
    N_("Know people on every level: who decides, who uses, who pays. One contact is no relation with a firm."),
    N_("Ask about the client's own plans before you speak of prices: what he wants to reach tells you what to offer."),
    N_("Promise less and earlier than you can; a kept small promise weighs more than a large one that is late."),
    N_("Tell bad news yourself and at once, together with a way out."),
    N_("Plan a year ahead with him: what he will need, who will talk to whom, what would make him leave."),
    N_("Love the client and do not lie down for him: whoever agrees to everything is not asked for advice."),
    N_("The head visits too: owners speak to owners, and they say other things to him."),
)
"""Work with key accounts in a few sentences (S03.97, S03.112)."""
BOOKS: Final = (
    N_("Evgeny Kolotilov, Radmilo Lukich. “Tekhnika prodazh krupnym klientam” (How to sell to large clients)"),
)
"""What to read; the title in Russian letters where the reader's language is Russian."""


def title(page: Page) -> str:
    """Name of a page."""
    return gettext(TITLES[page])


def tour() -> tuple[str, ...]:
    """Steps of the tour."""
    return tuple(map(gettext, TOUR))


def hints() -> tuple[str, ...]:
    """Hints for work with key accounts."""
    return tuple(map(gettext, HINTS))


def books() -> tuple[str, ...]:
    """The reading list."""
    return tuple(map(gettext, BOOKS))
