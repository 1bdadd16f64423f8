"""Ways out: one small contract a channel."""
