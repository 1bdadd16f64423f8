"""Imported first by the process that all others are copies of: the models need it."""

import django

django.setup()
