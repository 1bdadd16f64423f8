"""Rows in and out: files decoded, rows refused with a reason, bulk writes, and spreadsheets that run nothing."""
