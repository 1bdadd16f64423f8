"""Facts, a bulletin, an instant and a calendar in; a decision out. Pure Python: no Django, no I/O, no clock."""
