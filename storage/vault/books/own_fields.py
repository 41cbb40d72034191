"""Registers of own fields: declared by the firm, their values with the client's money or his contacts."""

from __future__ import annotations

from core.entities.own_fields import OwnField, OwnValues
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm

OWN_FIELD = of_firm("own_field", 1, OwnField)
OWN_VALUES = of_client("own_values", 1, OwnValues, Compartment.MONEY)
PERSON_VALUES = of_client("person_own_values", 1, OwnValues, Compartment.CONTACTS)
