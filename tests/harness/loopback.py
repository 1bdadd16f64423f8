"""A pytest plugin: nothing in a test reaches beyond this machine."""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Any


class OutsideError(RuntimeError):
    """A test asked for another machine."""


def refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    """The audit hook: raises OutsideError for a connection to an address that is not loopback."""
    if event != "socket.connect":
        return
    connecting, address = arguments
    if connecting.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(str(address[0])):
        raise OutsideError(f"A test connects to {address[0]}; it may reach this machine only.")


def pytest_configure() -> None:
    """From the first test to the end of the process: a hook cannot be taken back."""
    sys.addaudithook(refuse_outside)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
