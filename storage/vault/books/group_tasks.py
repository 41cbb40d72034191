"""Registers of group tasks: the steps with the firm, each client's part with the client."""

from __future__ import annotations

from core.entities.group_tasks import GroupPart, GroupTask
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm

GROUP_TASK = of_firm("group_task", 1, GroupTask)
GROUP_PART = of_client("group_part", 1, GroupPart, Compartment.MONEY)
