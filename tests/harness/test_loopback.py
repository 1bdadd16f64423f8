"""A test that asks for another machine fails."""

from __future__ import annotations

import socket

import pytest

from tests.harness.loopback import OutsideError

# Addresses that documentation may use and nobody owns.
OUTSIDE = [(socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")]


@pytest.mark.parametrize(("family", "host"), OUTSIDE)
def test_another_machine_is_refused(family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as client, pytest.raises(OutsideError):
        client.connect((host, 80))


def test_this_machine_is_reached() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()
