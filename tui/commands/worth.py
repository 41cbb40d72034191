"""Commands of MET and DEP."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class NextPeriod(Command):
    key = "p"
    title = N_("Length of the periods")
    help = N_("Week, month, quarter, year, and round again.")
    footer = P_("footer, at most 9 letters", "Period")
    verb = "next_period"
    source = "S00.11"


class NextOwner(Command):
    key = "o"
    title = N_("Whose clients")
    help = N_("The whole base, then the clients of each person in turn.")
    footer = P_("footer, at most 9 letters", "Whose")
    verb = "next_owner"


class NextView(Command):
    key = "right"
    more_keys = ("v",)
    title = N_("Next view")
    help = N_("Periods, stages and spending, tools and enquiries, cohorts, funnel and skirt, trends, plan, claims.")
    footer = P_("footer, at most 9 letters", "Views")
    verb = "next_view"


class PreviousView(Command):
    key = "left"
    more_keys = ("V",)
    title = N_("Previous view")
    help = N_("One view back.")
    verb = "previous_view"
    in_palette = False


class ShowEvidence(Command):
    key = "enter"
    title = N_("What the figure is made of")
    help = N_("The clients, documents or records behind a figure, with its rule.")
    footer = P_("footer, at most 9 letters", "Behind it")
    verb = "show_evidence"


class ShowBehind(Command):
    key = "e"
    title = N_("What the figure is made of")
    help = N_("The clients, documents or records behind a figure, with its rule.")
    footer = P_("footer, at most 9 letters", "Behind it")
    verb = "show_evidence"


class AddSpend(Command):
    key = "n"
    title = N_("Write down spending")
    help = N_("Acquisition or retention: tool, money, hours, date, event.")
    footer = P_("footer, at most 9 letters", "Spending")
    verb = "add_spend"
    roles = WRITERS
    source = "S03.41, S03.42"


class RemoveSpend(Command):
    title = N_("Take a record of spending off")
    help = N_("The record leaves the list; its history stays.")
    verb = "remove_spend"
    roles = WRITERS


class AddTool(Command):
    title = N_("Add a tool of acquisition")
    help = N_("One more entry in the firm's dictionary of tools.")
    verb = "add_tool"
    roles = WRITERS
    source = "S01.19"


class Calculate(Command):
    key = "c"
    title = N_("Lifetime value by four figures")
    help = N_("Cheque × purchases a month × margin × months: type the four, read the product.")
    verb = "calculate"
    source = "S03.07"


class MoreCrr(Command):
    key = "plus"
    more_keys = ("equals_sign",)
    title = N_("CRR a point higher")
    help = N_("Moves the slider of the view with the claims.")
    verb = "more_crr"
    source = "S03.17"


class LessCrr(Command):
    key = "minus"
    title = N_("CRR a point lower")
    help = N_("Moves the slider of the view with the claims.")
    verb = "less_crr"
    in_palette = False


class NextTrend(Command):
    key = "t"
    title = N_("Trend by segment, manager, product")
    help = N_("Turns the groups of the trend of the lifetime value.")
    verb = "next_trend"
    source = "S03.08"


class SetPlan(Command):
    key = "e"
    title = N_("Set a plan")
    help = N_("A month of the firm, of a manager or of a client; 0 takes it off.")
    verb = "set_plan"
    roles = WRITERS
    source = "U30"


class ShowRates(Command):
    key = "r"
    title = N_("Rates of currencies")
    help = N_("Sales in a currency without a rate stay out of the sums until one is typed.")
    verb = "show_rates"


class WhatIfGone(Command):
    key = "w"
    title = N_("What if this client leaves")
    help = N_("The base without the client under the cursor; the same key again brings him back.")
    footer = P_("footer, at most 9 letters", "Without")
    verb = "what_if"
    source = "S03.98–S03.102"


class NextDepartment(Command):
    key = "d"
    title = N_("Which department")
    help = N_("The whole base, then each department in turn.")
    verb = "next_department"
    source = "S03.100"


class GroupOf(Command):
    key = "s"
    title = N_("A saved selection as a group")
    help = N_("Its clients count as one share; the same key again takes it away.")
    footer = P_("footer, at most 9 letters", "Group")
    verb = "pick_group"
    source = "S03.99"


class AddTier(Command):
    key = "n"
    title = N_("Supplier's discount tier")
    help = N_("Product, volume from which it holds, per cent.")
    verb = "add_tier"
    roles = WRITERS
    source = "S03.98"


class RemoveTier(Command):
    title = N_("Take a tier off")
    help = N_("The tier leaves the list; its history stays.")
    verb = "remove_tier"
    roles = WRITERS


class Simulate(Command):
    key = "i"
    title = N_("Supplier's discount if he leaves")
    help = N_("Volume falls below a tier, the price rises for the others, some of them leave: wave by wave.")
    footer = P_("footer, at most 9 letters", "Supplier")
    verb = "simulate"
    source = "S03.98"


class TaskPack(Command):
    key = "t"
    title = N_("Tasks from the alarm")
    help = N_("Tasks to find new clients and to grow the others.")
    verb = "task_pack"
    roles = WRITERS
    source = "S03.101"


class ShowLevels(Command):
    key = "v"
    title = N_("Departments and managers")
    help = N_("The largest share of each, with its band; the same key goes back.")
    verb = "show_levels"
    source = "S03.100"
