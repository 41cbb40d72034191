"""The registers by subject: what desks name when they ask `storage.vault.registers` for records."""
