"""Claims for misuse on the special site."""
