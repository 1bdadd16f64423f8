"""A provider to test against, in a process of its own, with a ledger of all it ever accepted."""
