"""Postfix: a mail server of our own, on a free port, with its own queue and configuration, that ends with us.

It takes mail on this machine only and hands nothing on: any domain but its own is refused.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.harness import debian
from tests.harness.children import StartError, end, free_port, listens, wait_until

MASTER: Final = Path("/usr/lib/postfix/sbin/master")
PORTAL: Final = "portal.example"
"""Where notices come back to."""
REACHED: Final = "reached.example"
"""Its one mailbox is taro; every other recipient is refused while the client waits."""
GONE: Final = "gone.example"
"""Whose mail is taken, and bounces afterwards."""
MAILBOXES: Final = (f"taro@{REACHED}", f"bounces@{PORTAL}")

# What the queue consists of, and whose it is; `postfix check` would need seconds for the same.
_QUEUES: Final = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved")
_SERVICES: Final = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
gone unix - n n - - pipe user=nobody argv={refuse}
"""
_SETTINGS: Final = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = mx.portal.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
local_recipient_maps =
smtpd_peername_lookup = no
disable_dns_lookups = yes
smtpd_relay_restrictions = permit_mynetworks, reject
default_transport = error:5.7.1 nothing leaves this machine
relay_domains = {gone}
transport_maps = inline:{{ {gone}=gone: }}
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
recipient_delimiter = +
virtual_mailbox_domains = {reached}, {portal}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {mailboxes} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
"""
# The exit code that says: there is no such user here.
_REFUSE: Final = "#!/bin/sh\ncat > /dev/null\nexit 67\n"


@dataclass
class Postfix:
    """A server in a fresh folder."""

    folder: Path
    port: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls) -> Postfix:
        """A started server. Raises StartError where it is missing or refuses."""
        if why_not():
            raise StartError(why_not())
        server = cls(folder=Path(tempfile.mkdtemp(prefix="portal-mail-")))
        try:
            server._lay_out()
            server.start()
        except BaseException:
            server.remove()
            raise
        return server

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        argv = [str(MASTER), "-c", str(self.folder / "etc"), "-d"]
        self.child = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        if not wait_until(lambda: listens(self.port), seconds=20):
            raise StartError(f"Postfix did not start: {self.said()[-500:]}")

    def kill(self) -> None:
        """As if the machine had stopped; its queue stays."""
        if self.child is not None:
            end(self.child, asking=signal.SIGKILL, seconds=2)
            self.child = None

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        if self.child is not None:
            end(self.child, asking=signal.SIGTERM, seconds=2)
            self.child = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def maildir(self, mailbox: str) -> Path:
        """Where mail to one of the mailboxes lies."""
        return self.folder / "mail" / mailbox

    def has_nothing_left(self) -> bool:
        """Is everything that it took delivered or sent back?"""
        queues = (self.folder / "spool" / name for name in ("incoming", "active", "deferred"))
        files = (file for queue in queues for file in queue.rglob("*") if not file.is_dir())
        # A file is marked executable once it is whole; what a killed process left half was never accepted.
        return not any(os.access(file, os.X_OK) for file in files)

    def said(self) -> str:
        """Its log."""
        log = self.folder / "mail.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def _lay_out(self) -> None:
        self.folder.chmod(0o755)
        for name in ("etc", "data", "mail", "spool", "spool/pid"):
            (self.folder / name).mkdir()
        for name, mode in (
            *((name, 0o700) for name in _QUEUES),
            ("trace", 0o700),
            ("public", 0o710),
            ("maildrop", 0o730),
        ):
            (self.folder / "spool" / name).mkdir()
            (self.folder / "spool" / name).chmod(mode)
            shutil.chown(self.folder / "spool" / name, "postfix")
        shutil.chown(self.folder / "data", "postfix")
        shutil.chown(self.folder / "mail", "nobody")
        refuse = self.folder / "refuse"
        refuse.write_text(_REFUSE)
        refuse.chmod(0o755)
        (self.folder / "etc" / "master.cf").write_text(_SERVICES.format(port=self.port, refuse=refuse).lstrip())
        (self.folder / "etc" / "main.cf").write_text(self._settings())

    def _settings(self) -> str:
        nobody = pwd.getpwnam("nobody")
        boxes = ", ".join(f"{{ {address} = {address}/ }}" for address in MAILBOXES)
        return _SETTINGS.format(
            folder=self.folder,
            gone=GONE,
            reached=REACHED,
            portal=PORTAL,
            mailboxes=boxes,
            uid=nobody.pw_uid,
            gid=nobody.pw_gid,
        ).lstrip()


def obtain() -> bool:
    """Whether there is a Postfix, installed where it was missing and may be."""
    return not why_not() or (os.geteuid() == 0 and debian.install("postfix") and not why_not())


def why_not() -> str:
    """Why no Postfix can be started here; "" where it can."""
    if os.geteuid() != 0:
        return "Postfix's master runs as root only"
    return "" if MASTER.exists() else "Postfix is not installed"
