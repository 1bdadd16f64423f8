"""What time it is, who acts, and what is written down about it for ever."""
