"""No key of a portfolio or client is unwrapped without proof that the reading is on record (spec/security §4).

The proof is a `Receipt`: only `storage.audit` can make one, and only after the COMMIT of the entry returned.
"""

from __future__ import annotations

from storage.audit.receipt import Receipt
from storage.keys.scopes import Scope

ROTATING = 100
"""Kind of cover of an entry that says: every key of this portfolio is being replaced. Beside the numbers of Scope."""


class NotCovered(Exception):  # noqa: N818  (the state of the demand, as the contract between the rooms calls it)
    """The receipt at hand is none, or is for something else. Carries no ids."""

    def __init__(self) -> None:
        super().__init__("no committed audit entry covers this key")


def covered(receipt: object, scope: Scope, scope_id: bytes) -> bool:
    """True when `receipt` is a real receipt whose entries cover the scope."""
    return type(receipt) is Receipt and bool(receipt.covers(int(scope), scope_id))


def demand_rotation(receipt: object, portfolio_id: bytes) -> None:
    """Raise NotCovered unless the rotation of this portfolio is on record."""
    if type(receipt) is not Receipt or not receipt.covers(ROTATING, portfolio_id):
        raise NotCovered


def demand(receipt: object, scope: Scope, scope_id: bytes) -> None:
    """Raise NotCovered unless `covered`."""
    if not covered(receipt, scope, scope_id):
        raise NotCovered
