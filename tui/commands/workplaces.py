"""The workplaces of the menu, in its order: first what to do with old clients, then where new ones come from
(S02.01). What is not built is not listed."""

from __future__ import annotations

from dataclasses import dataclass

from tui.text import N_


@dataclass(frozen=True)
class Workplace:
    """One line of the menu F9."""

    code: str
    title: str
    help: str


WORKPLACES: tuple[Workplace, ...] = (
    Workplace("TODAY", N_("Today"), N_("what calls for you today")),
    Workplace("ACC", N_("Clients"), N_("the list of your base")),
    Workplace("REC", N_("Recovery"), N_("who is leaving and what is at stake")),
    Workplace("SEG", N_("Classification"), N_("pyramid, ladder, matrix, anchors, review")),
    Workplace("KEY", N_("Key clients"), N_("candidates, who leads whom, health")),
    Workplace("WHITE", N_("White space"), N_("what clients do not buy from us; the price list")),
    Workplace("CAMP", N_("Campaigns"), N_("letters, SMS, calls, meetings to a list")),
    Workplace("MET", N_("Figures"), N_("acquired, lost, retention, lifetime value")),
    Workplace("DEP", N_("Dependency"), N_("who holds how much of the sales")),
    Workplace("TEAM", N_("Team"), N_("time on anchors, load, visits, hand-overs, the year")),
    Workplace("GROUP", N_("Group tasks"), N_("the same steps for many regulars, each controlled")),
    Workplace("LOYAL", N_("Loyalty"), N_("programmes, members, cards; what they do")),
    Workplace("GAPS", N_("Orders"), N_("typed by sellers against accounting, and what is missing")),
    Workplace("COMMIT", N_("Commitments"), N_("promises, difficulties, questions, stages")),
    Workplace("CASE", N_("Complaints"), N_("complaints, refusals, returns; why clients leave")),
    Workplace("ENQ", N_("Enquiries"), N_("who asked, who answered, contacts taken")),
    Workplace("DUP", N_("Doubles"), N_("one client twice in the base, groups of firms")),
    Workplace("DQ", N_("Quality"), N_("cards that are old, wrong or hang on one person")),
    Workplace("IMP", N_("Import"), N_("files and pasted tables into the base")),
    Workplace("EXP", N_("Exports"), N_("lists taken out: asked, approved, traced")),
    Workplace("SET", N_("Rules"), N_("thresholds of the firm")),
    Workplace("ADM", N_("People and keys"), N_("who holds what, who leaves, whose keys wait")),
    Workplace("AUD", N_("Audit"), N_("who read what, unusual reading, limits")),
)
