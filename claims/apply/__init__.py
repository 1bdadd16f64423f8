"""The special compensation site."""
