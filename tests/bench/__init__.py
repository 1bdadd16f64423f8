"""What the portal does, measured against what the machine under it can do, in one run."""
