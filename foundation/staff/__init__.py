"""The people who sign in: their role, the offices they work for, and what those let them see."""
