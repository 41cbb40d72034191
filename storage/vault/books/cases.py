"""Register of complaints, refusals and returns (S03.43)."""

from __future__ import annotations

from core.entities.cases import ServiceCase
from storage.keys.scopes import Compartment
from storage.records.registers import of_client

CASE = of_client("service_case", 1, ServiceCase, Compartment.MONEY)
