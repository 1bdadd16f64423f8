"""Commands of the gift codes."""
