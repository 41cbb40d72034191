"""Registers of imports: profiles of the firm and of a colleague, what he imported last."""

from __future__ import annotations

from core.entities.profiles import ImportProfile, LastImport
from storage.records.registers import of_firm, of_person

SHARED_PROFILE = of_firm("import_profile", 1, ImportProfile)
OWN_PROFILE = of_person("own_import_profile", 1, ImportProfile)
LAST_IMPORT = of_person("last_import", 1, LastImport)
