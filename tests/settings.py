"""The portal's settings under test: the same, with keys that protect nothing and a folder that goes away."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

from tests.harness import worker

os.environ.setdefault("SECRET_KEY", "tests-only-" + "0" * 50)
os.environ.setdefault("FIELD_KEYS", "tests:" + "dGVz" * 10 + "dGU=")
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-var-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

# Two workers of one run share neither files nor the cache; a program that a test starts shares its worker's.
if worker.is_new():
    os.environ.update(worker.surroundings())

from config.settings import *  # noqa: F403  (the environment comes first)

# Argon2 is slow on purpose; a test signs in a hundred times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Every test sets the database back: what another one sent is no sign of a restored backup.
SENT_MARK = None
# Static files are looked up when they are asked for: no folder has to be collected before a test.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# The suite runs at every hour and sends lists whole; whoever tests the night or a canary sets them.
SMS_QUIET_HOURS = None
CANARY_SIZE = 0
