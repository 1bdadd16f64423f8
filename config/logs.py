"""What a log must not hold: the secret part of a link in a message, and the stack of a request merely refused."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(r"/r/[^/\s?#\"']+")
OWN_ERROR = 500
MASKED = "/r/…"


class WithoutSecrets(logging.Filter):
    """Mask the token of `/r/<token>/` in whatever is written, also a cut or a replaced one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes; its text is written out first, so that no argument is left to hold the path."""
        text = record.getMessage()
        if SECRET.search(text):
            record.msg, record.args = SECRET.sub(MASKED, text), ()
        return True


class RefusedInOneLine(logging.Filter):
    """A request that was refused (no right to it, too large, a foreign host) is told in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes; only an error of the portal's own keeps its stack."""
        if getattr(record, "status_code", OWN_ERROR) < OWN_ERROR:
            record.exc_info = None
        return True
