"""Travellers, stays and tills of the demonstration, made by chance from a fixed seed. No real person is among them."""
