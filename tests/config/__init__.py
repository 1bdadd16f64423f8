"""Wiring: settings, processes, demonstration."""
