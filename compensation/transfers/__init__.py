"""Bank transfers: banks and branches, what somebody asks for, its check, and the list for payment."""
