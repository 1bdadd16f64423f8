"""Wiring: settings, addresses, Celery, middleware. Imports everyone, is imported by no one."""
