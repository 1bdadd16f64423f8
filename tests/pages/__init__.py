"""Every page of the portal: how somebody gets to it, in which states, and what is read there."""
