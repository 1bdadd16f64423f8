"""Claims for coupons: facts and a programme's bulletin in, a decision out."""
