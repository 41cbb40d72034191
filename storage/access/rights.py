"""What each role holds and may do (design §4, spec/store §1)."""

from __future__ import annotations

from core.entities.vocabulary import Role
from storage.keys.scopes import ALL_COMPARTMENTS, Compartment, Scope, mask_of

COMPARTMENTS_OF: dict[Role, int] = {
    "manager": ALL_COMPARTMENTS,
    "head": ALL_COMPARTMENTS,
    "keeper": mask_of(Compartment.CARD, Compartment.CONTACTS, Compartment.MONEY),
    "owner": ALL_COMPARTMENTS,
    "admin": 0,
    "auditor": 0,
}
"""Compartments of a portfolio that a role is given when it is given one. The keeper has neither dossier nor private."""

READER_SCOPES: dict[Role, tuple[Scope, ...]] = {
    "manager": (),
    "head": (),
    "keeper": (),
    "owner": (Scope.AUDIT_READING, Scope.AUDIT_ADMIN),
    "admin": (Scope.AUDIT_ADMIN,),
    "auditor": (Scope.AUDIT_READING, Scope.AUDIT_ADMIN),
}
"""Classes of log details a role reads (spec/store §6). The owner of a one-person store is his own auditor."""

MAY_CREATE_PORTFOLIOS = frozenset({"owner", "head"})
MAY_ADD_PEOPLE = frozenset({"owner", "admin", "head"})
"""Whose statement about a colleague the log accepts; keys are another matter: only their holders give them."""
EVERY_PORTFOLIO = frozenset({"head", "keeper"})
"""Roles that get a wrap of every portfolio, also of new ones."""
PUBLISHERS = frozenset({"owner", "head"})
"""Whose sessions publish firm figures, when they open everything (spec/store §5)."""
RULE_MAKERS = frozenset({"owner", "head"})
"""Who sets the thresholds of the firm (S02.12). Limits of reading bind them too, so both must be people of trust."""
MAY_HOLD_CLIENTS = frozenset({"manager", "head", "owner"})
"""Who a portfolio can belong to."""
SECOND_PERSON = frozenset({"head", "keeper", "owner"})
"""Who may agree to a colleague's large removal."""
MAY_ERASE = frozenset({"head", "keeper", "owner"})
"""Who erases a person's data on demand of the law."""
MAY_BACK_UP = frozenset({"owner", "admin"})
"""Who makes and checks copies of the store. A copy opens to two recovery holders, not to them."""
MAY_SET_PRICES = frozenset({"owner", "head", "keeper"})
"""Who replaces the price list of the firm."""
