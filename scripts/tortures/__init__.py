"""Torture of the store: sessions are killed at random and at chosen moments, then everything is checked."""
