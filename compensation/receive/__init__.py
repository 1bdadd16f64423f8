"""The payout site."""
