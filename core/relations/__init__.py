"""People of clients and our people: who reports to whom, who knows whom, what is unknown, who waits for a word."""
