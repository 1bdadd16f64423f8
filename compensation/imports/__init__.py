"""Files of coupons and of ledger entries in: checked row by row, written in streams, refused with a reason."""
