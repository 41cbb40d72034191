"""What an argument of a command is, said once for every command that takes it (spec/cli)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from core.wording import N_, gettext

HELP: Final = {
    "--add PERSON": N_("one more person of the order, by ID"),
    "--drop PERSON": N_("a person taken off the order, by ID"),
    "--admin-passphrase-file FILE": N_("file with the passphrase of the admin, mode 0600"),
    "--auditor-passphrase-file FILE": N_("file with the passphrase of the auditor, mode 0600"),
    "--second-passphrase-file FILE": N_("file with the passphrase of the second person, mode 0600"),
    "--by": N_("what causes are counted by"),
    "--channel CHANNEL": N_("how the enquiry came: call, site, letter and others"),
    "--client ID": N_("a client, by ID; may be given several times where several are meant"),
    "--created": N_("orders made between two days"),
    "--start": N_("orders that begin between two days"),
    "--number NUMBER": N_("orders with this number"),
    "--surname TEXT": N_("orders with a person of this surname"),
    "--day DATE": N_("on which day; without it: today"),
    "--due DATE": N_("the day it is due"),
    "--from DATE": N_("first day"),
    "--since DATE": N_("not before this day"),
    "--department NAME": N_("department the portfolio belongs to"),
    "--owner LOGIN": N_("whose portfolio it is"),
    "--email EMAIL": N_("e-mail of the client"),
    "--phone PHONE": N_("telephone of the client"),
    "--note TEXT": N_("a note in words"),
    "--name NAME": N_("how the person is called"),
    "--outbox FOLDER": N_("folder the gateway takes messages from"),
    "--sent FOLDER": N_("folder the gateway puts sent messages into"),
    "--error FOLDER": N_("folder the gateway puts failed messages into"),
    "--field FIELD": N_("this answer alone; may be given several times"),
    "--format": N_("kind of the file"),
    "--horizon DAYS": N_("over how many days the queue looks ahead"),
    "--host HOST": N_("name of the mail server"),
    "--port N": N_("port of the mail server"),
    "--security": N_("how the connection is protected"),
    "--user LOGIN": N_("login at the mail server"),
    "--sender-name NAME": N_("name letters come from"),
    "--kind": N_("of which kind"),
    "--kind KIND": N_("of which kind"),
    "--limit N": N_("how many rows at most"),
    "--line NAME=SUM": N_("a line of the order with its sum; may be given several times"),
    "--map COLUMN=FIELD": N_("what a column holds; may be given several times"),
    "--set FIELD=VALUE": N_("a value for every row; may be given several times"),
    "--money SUM": N_("money that was spent"),
    "--order ORDER": N_("everybody of this order"),
    "--part": N_("which part of the cards; may be given several times"),
    "--person PERSON": N_("a person of the client, by ID; may be given several times"),
    "--reason TEXT": N_("the reason in words"),
    "--role": N_("role of the colleague"),
    "--row ROW": N_("which row; without it: a new one"),
    "--section": N_("which tab of the card"),
    "--subject TEXT": N_("subject of the letter"),
    "--supplier NAME": N_("supplier of the product"),
    "--text TEXT": N_("what is known of it, in words"),
    "--who LOGIN": N_("entries of this person alone"),
    "amount AMOUNT": N_("costs of the month; empty: shown, not changed"),
    "campaign CAMPAIGN": N_("name or number of the campaign"),
    "card CARD": N_("number of the card"),
    "case CASE": N_("number of the case"),
    "clause CLAUSE": N_("one clause of the document; empty: all of it"),
    "client ID": N_("client, by ID or number, as lists show it"),
    "clients ID": N_("clients, by ID"),
    "country COUNTRY": N_("country the form belongs to"),
    "criterion": N_("which criterion of a key client"),
    "currency CODE": N_("currency in three letters, such as USD"),
    "directory": N_("which directory of questionnaires"),
    "field FIELD": N_("own field, by name"),
    "fields FIELD=VALUE": N_("field and its value; without any the fields are listed where they may be left out"),
    "fields FIELD=TEXT": N_("field and its answer"),
    "file FILE": N_("path of the file"),
    "files FILE": N_("paths of the files"),
    "fingerprint SHA256:…": N_("fingerprint of the key, as ssh list shows it"),
    "first DATE": N_("first day off"),
    "last DATE": N_("last day off"),
    "group GROUP": N_("group of products"),
    "id ID": N_("record or client, by ID, as lists show it"),
    "id TASK": N_("task, by ID"),
    "id NEED": N_("need, by ID"),
    "id RECORD": N_("record, by ID, as its list shows it"),
    "id FILE_ID": N_("file, by ID, as file list shows it"),
    "ids ID": N_("clients, by ID"),
    "item CODE": N_("code of the product"),
    "keeper LOGIN": N_("who keeps the central file; empty: shown, not changed"),
    "kind KIND": N_("of which kind; empty: the kinds are listed where it may be left out"),
    "link LINK": N_("where it can be read: a link or the name of a group"),
    "login LOGIN": N_("whose key it is"),
    "manager LOGIN": N_("who leads the client"),
    "month MONTH": N_("month, such as 2026-12"),
    "name PROFILE": N_("name of the profile"),
    "name NAME": N_("name"),
    "name RULE": N_("name of the rule, as rules list shows it"),
    "names STAGE": N_("stages in their order; none: shown, not changed"),
    "number NUMBER": N_("number"),
    "offer OFFER": N_("offer, by ID"),
    "order ORDER": N_("number of the order"),
    "people PERSON": N_("people, by ID"),
    "percent PERCENT": N_("discount in per cent"),
    "person PERSON": N_("person of the client, by ID, as links show tells"),
    "person LOGIN": N_("colleague, by login"),
    "portfolio PORTFOLIO": N_("portfolio, by name or ID"),
    "portfolios ID": N_("portfolios, by ID"),
    "product PRODUCT": N_("code of the product"),
    "programme PROGRAMME": N_("name of the loyalty programme"),
    "rate RATE": N_("units of the base currency for one of the other"),
    "reason TEXT": N_("the reason in words"),
    "recipient RECIPIENT": N_("recipient, by ID, as campaign show tells"),
    "referral REFERRAL": N_("recommendation, by ID"),
    "role": N_("the new role"),
    "row ROW": N_("number of the row"),
    "section SECTION": N_("section of the dossier"),
    "source FROM": N_("store to copy: a path or an address"),
    "source PERSON": N_("person the answers are taken from, by ID"),
    "target TO": N_("where the copy comes to be: a path or an address"),
    "step N": N_("number of the step"),
    "strength N": N_("closeness from 0 to 5"),
    "tab": N_("which tab of the classification"),
    "tags TAG": N_("tags; with - before it one is taken off"),
    "task TASK": N_("name of the group task"),
    "text TEXT": N_("words"),
    "url URL": N_("address of the database server"),
    "value VALUE": N_("new value"),
    "view": N_("which view"),
    "who LOGIN": N_("colleague, by login; empty: yourself"),
    "whom TEXT": N_("whom the client introduced us to"),
    "words ACTION": N_("what to do, and with whom: see groups --help"),
    "words [set|lift|why] ID WHAT": N_("what is stated, of which client; none: all are shown"),
}
"""Name of the argument and what stands for its value, where that is in no language → its line of help."""


def parsers(above: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and those of all its commands."""
    yield above
    for action in above._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def explain(top: argparse.ArgumentParser) -> None:
    """Give every argument without a line of help the one of its name."""
    for parser in parsers(top):
        for action in parser._actions:
            if action.help is None and not isinstance(action, argparse._SubParsersAction):
                action.help = _line(action)


def _line(action: argparse.Action) -> str | None:
    name = action.option_strings[-1] if action.option_strings else action.dest
    told = HELP.get(f"{name} {action.metavar or ''}".strip(), HELP.get(name))
    return gettext(told).replace("%", "%%") if told is not None else None
