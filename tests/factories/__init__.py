"""Tests build their own data here: one module a room."""
