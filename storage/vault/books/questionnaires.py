"""Registers of questionnaires: forms, variants and dictionary with the firm; answers are private (S03.65–S03.70)."""

from __future__ import annotations

from core.entities.questionnaires import DictionaryEntry, FieldVariants, FormTemplate, Questionnaire
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm

FORM = of_firm("form_template", 1, FormTemplate)
VARIANTS = of_firm("field_variants", 1, FieldVariants)
WORD = of_firm("dictionary_entry", 1, DictionaryEntry)
ANSWERS = of_client("questionnaire", 1, Questionnaire, Compartment.PRIVATE)
"""The same people's documents lie in it: it opens with the right to what is private."""
