"""Measurements printed as ratios; one module each, with a `main(arguments) -> int` that `scripts/bench NAME` calls."""
