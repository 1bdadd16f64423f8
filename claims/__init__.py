"""Who asks, and who examines."""
