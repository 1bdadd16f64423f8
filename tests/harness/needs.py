"""Marks for tests that stand on what a machine may not have; where it has, none is left out."""

from __future__ import annotations

import shutil

import pytest
from django.conf import settings

from tests.harness import chromium, postfix, postgres

needs_postgresql = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="says something about PostgreSQL only"
)
needs_redis = pytest.mark.skipif(not settings.REDIS_URL, reason="says something about Redis only")
needs_chromium = pytest.mark.skipif(chromium.executable() is None, reason="needs a browser")
needs_own_servers = pytest.mark.skipif(
    postgres.programs() is None or shutil.which("redis-server") is None,
    reason="starts and kills a PostgreSQL and a Redis of its own",
)
needs_postfix = pytest.mark.skipif(bool(postfix.why_not()), reason=f"needs a mail server: {postfix.why_not()}")
