"""A line to a mail server that breaks at the worst moment: after the final dot, before the answer to it."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from typing import Final

_ALL: Final = 65_536


class HangsUp:
    """Hands on everything between a client and the server at `port`, but for the answer to the dot."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        """Take no more; what is under way has ended with its client."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                with client, socket.create_connection(("127.0.0.1", self._server_port)) as server:
                    _hand_on(client, server)


def _hand_on(client: socket.socket, server: socket.socket) -> None:
    after_the_dot = False
    while True:
        ready, _, _ = select.select([client, server], [], [], 10)
        if client in ready:
            said = client.recv(_ALL)
            server.sendall(said)
            after_the_dot = said.endswith(b".\r\n")
            if not said:
                return
        if server in ready:
            said = server.recv(_ALL)
            if after_the_dot or not said:
                return
            client.sendall(said)
