"""Cleaning of an import's draft: pure functions that say which cells would change (S03.61, S03.62)."""
