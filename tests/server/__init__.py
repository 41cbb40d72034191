"""Stores on a real PostgreSQL (U21)."""
