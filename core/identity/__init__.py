"""Who is who: search as you type, duplicates and merge (spec/search)."""
