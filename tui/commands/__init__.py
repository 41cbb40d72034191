"""Everything a person can do, one class each (see `base.Command`)."""
