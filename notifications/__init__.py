"""How people are told: messages, attempts, delivery reports, mailings."""
