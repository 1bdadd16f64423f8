"""Demonstration mode: its data, its clock control and the page that shows what went out."""
