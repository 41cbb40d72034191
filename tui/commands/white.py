"""Commands of WHITE: what a client does not buy, what is offered to him."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class OnlyFalling(Command):
    key = "f"
    title = N_("Only those who buy less")
    help = N_("Clients whose last half-year is well under the same one a year ago; the same key again shows all.")
    footer = P_("footer, at most 9 letters", "Less")
    verb = "only_falling"
    source = "S02.04"


class OpenWhite(Command):
    key = "enter"
    title = N_("Every group of this client")
    help = N_("Potential by group beside the trend of his purchases.")
    footer = P_("footer, at most 9 letters", "Groups")
    verb = "open_record"


class OfferGroup(Command):
    key = "o"
    title = N_("Record an offer of this group")
    help = N_("What was offered and when; the answer is asked for later.")
    footer = P_("footer, at most 9 letters", "Offer")
    verb = "offer_group"
    roles = WRITERS
    source = "S02.03"


class AnswerOffer(Command):
    key = "a"
    title = N_("What he said to the last offer")
    help = N_("Takes it, later, refused, not needed.")
    verb = "answer_offer"
    roles = WRITERS
    source = "S02.03"


class MarkGroup(Command):
    key = "m"
    title = N_("Why he does not buy this group")
    help = N_("Does not know that we have it, needs none, knows and does not buy.")
    footer = P_("footer, at most 9 letters", "Why not")
    verb = "mark_group"
    roles = WRITERS
    source = "S02.02"


class EstimateWallet(Command):
    key = "e"
    title = N_("What he buys from everybody")
    help = N_("A year's purchases of this group or of all goods, with who says so.")
    verb = "estimate_wallet"
    roles = WRITERS
    source = "S03.11"


class SearchWish(Command):
    key = "p"
    title = N_("What would he like? Search the price list")
    help = N_("In his own words; Enter records an offer, F8 a need for what we do not have.")
    footer = P_("footer, at most 9 letters", "Wish")
    verb = "search_wish"
    roles = WRITERS
    source = "S02.17"


class ShortList(Command):
    key = "s"
    title = N_("Short list of items")
    help = N_("Twenty items to offer him, never bought first; the same key again shows the group.")
    footer = P_("footer, at most 9 letters", "Short")
    verb = "short_list"
    source = "S02.17"


class ShowPriceList(Command):
    key = "p"
    title = N_("Price list")
    help = N_("Searched in a client's own words; new products and whom to offer them.")
    footer = P_("footer, at most 9 letters", "Prices")
    verb = "show_price_list"
    source = "S02.17"


class SearchItems(Command):
    key = "slash"
    title = N_("Search the price list")
    help = N_("In a client's own words: word forms, slips, another layout.")
    footer = P_("footer, at most 9 letters", "Search")
    verb = "search_items"
    source = "S02.17"


class WhoWantsIt(Command):
    key = "enter"
    title = N_("Whom to offer this item")
    help = N_("Who has not bought it: key accounts first, innovators first, then by what they could buy.")
    footer = P_("footer, at most 9 letters", "To whom")
    verb = "who_wants_it"
    source = "S03.20"


class AnnounceItem(Command):
    key = "t"
    title = N_("Tasks to offer this item")
    help = N_("One for each client below; at key accounts due within a day.")
    footer = P_("footer, at most 9 letters", "Tasks")
    verb = "announce_item"
    roles = WRITERS
    source = "S03.90"
