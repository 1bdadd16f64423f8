"""The offices' status reports."""
