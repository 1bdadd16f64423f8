"""Demonstration mode: its world, its pages, its preparation."""
