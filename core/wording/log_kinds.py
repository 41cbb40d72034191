"""Kinds of log entries in the reader's words."""

from __future__ import annotations

from core.wording import P_, pgettext

KINDS = {
    "store_created": P_("kind of log entry", "store founded"),
    "roster_added": P_("kind of log entry", "person added"),
    "roster_changed": P_("kind of log entry", "person changed"),
    "grant_given": P_("kind of log entry", "access given"),
    "grant_removed": P_("kind of log entry", "access taken"),
    "checkpoint": P_("kind of log entry", "checkpoint cosigned"),
    "portfolio_created": P_("kind of log entry", "portfolio created"),
    "rotation": P_("kind of log entry", "keys rotated"),
    "recovery_set": P_("kind of log entry", "recovery set up"),
    "audit_keys": P_("kind of log entry", "log keys set"),
    "session_start": P_("kind of log entry", "came in"),
    "session_end": P_("kind of log entry", "left"),
    "session_lost": P_("kind of log entry", "session lost"),
    "locked": P_("kind of log entry", "locked"),
    "unlocked": P_("kind of log entry", "unlocked"),
    "clock_jump": P_("kind of log entry", "clock moved"),
    "login_failed": P_("kind of log entry", "wrong passphrase"),
    "witness_set": P_("kind of log entry", "witness entered"),
    "contradiction": P_("kind of log entry", "contradiction found"),
    "settled": P_("kind of log entry", "contradiction settled"),
    "segment_closed": P_("kind of log entry", "part of the log archived"),
    "log_read": P_("kind of log entry", "log read"),
    "passphrase_changed": P_("kind of log entry", "passphrase changed"),
    "rule_changed": P_("kind of log entry", "rule changed"),
    "backup": P_("kind of log entry", "copy made"),
    "portfolio_open": P_("kind of log entry", "portfolios opened"),
    "dossier_read": P_("kind of log entry", "dossier read"),
    "client_listed": P_("kind of log entry", "list given out"),
    "reveal": P_("kind of log entry", "phone or e-mail shown"),
    "copy": P_("kind of log entry", "copied"),
    "search_identifier": P_("kind of log entry", "searched by number"),
    "probe": P_("kind of log entry", "looked for elsewhere"),
    "export": P_("kind of log entry", "exported"),
    "firm_figures": P_("kind of log entry", "figures published"),
    "refused": P_("kind of log entry", "refused by a limit"),
    "write": P_("kind of log entry", "changed"),
    "import_planned": P_("kind of log entry", "import planned"),
    "import_committed": P_("kind of log entry", "imported"),
    "import_undone": P_("kind of log entry", "import undone"),
    "merge": P_("kind of log entry", "merged"),
    "erase": P_("kind of log entry", "erased"),
    "client_moved": P_("kind of log entry", "client moved"),
    "client_removed": P_("kind of log entry", "client hidden"),
    "client_restored": P_("kind of log entry", "client brought back"),
    "client_lent": P_("kind of log entry", "client lent"),
    "client_noted": P_("kind of log entry", "written into a dossier"),
}


def kind_name(kind: str) -> str:
    """The kind as a column shows it; one that is not here, as the log has it."""
    return pgettext("kind of log entry", KINDS[kind]) if kind in KINDS else kind.replace("_", " ")
