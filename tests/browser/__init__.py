"""The portal in a browser, as travellers and staff use it."""
