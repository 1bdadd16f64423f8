"""Personal data at rest: sealed fields, keyed hashes, tokens, masks, and the day each class of it ends."""
