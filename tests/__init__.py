"""Tests mirror the tree of the code; `tests/harness/` is what they run on."""
