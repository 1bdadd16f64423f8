"""A provider to test against, in a process of its own."""
