"""Sums put back on balances: one instruction a balance, a file out, and its confirmation in."""
