"""What the base is worth: lifetime value, retention, flow of clients, balance, critical dependency (analytics §3)."""
