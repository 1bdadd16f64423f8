"""What is owed, why, and how it is made good."""
