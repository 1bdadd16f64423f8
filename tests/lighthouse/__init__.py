"""The portal's pages under Lighthouse: a slow phone on a bad network."""
