"""Questions over a workplace. Each returns one typed answer, None for Esc."""
