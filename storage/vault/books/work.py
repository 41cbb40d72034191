"""Registers of work with clients: contacts, tasks, needs."""

from __future__ import annotations

from core.entities.work import Activity, ActivityText, Need, Task
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_person

ACTIVITY = of_client("activity", 1, Activity, Compartment.MONEY)
ACTIVITY_TEXT = of_client("activity_text", 1, ActivityText, Compartment.DOSSIER)
TASK = of_client("task", 1, Task, Compartment.MONEY)
OWN_TASK = of_person("own_task", 1, Task)
NEED = of_client("need", 1, Need, Compartment.MONEY)
