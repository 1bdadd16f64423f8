"""Points and gift codes: what can be chosen, and the stock it is paid from."""
