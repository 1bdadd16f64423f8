"""Programs from Debian packages, where this machine lets us install any."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess

# In run level 1 a package does not start its service: the tests start their own.
ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}


def may_install() -> bool:
    """Only root installs packages, and only where apt is."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> bool:
    """Install the packages and say whether it worked."""
    if not may_install() or not _update():
        return False
    print(f"Installing {', '.join(packages)} …", flush=True)
    return _apt("install", "--yes", "--no-install-recommends", *packages)


@functools.cache
def _update() -> bool:
    return _apt("update")


def _apt(*arguments: str) -> bool:
    done = subprocess.run(
        ["apt-get", "--quiet", *arguments],
        env={**os.environ, **ENVIRONMENT},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return done.returncode == 0
