"""Quality of the central file: what in it is old, wrong or held by one person alone (S03.33–S03.39)."""
