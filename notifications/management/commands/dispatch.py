"""`manage.py dispatch`: a dispatcher in the foreground."""

from __future__ import annotations

import asyncio
import json
import signal
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from notifications.channels.chosen import carriers
from notifications.channels.contract import Result
from notifications.dispatch import Dispatcher
from notifications.origin import usual_mark
from notifications.pace import usual


class Command(BaseCommand):
    """Exit code 0; the last line of the output counts what came of the messages."""

    help = "Sends the messages that are due, until it is told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="stop when nothing is due any more")

    def handle(self, *args: Any, until_empty: bool, **options: Any) -> None:
        tally = asyncio.run(_run(until_empty))
        self.stdout.write(json.dumps({name: tally[name] for name in (*Result, "superseded")}))


async def _run(until_empty: bool) -> Counter[str]:
    dispatcher = Dispatcher(carriers(), usual(), mark=usual_mark())
    for asked in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(asked, dispatcher.stop)
    return await dispatcher.run(until_empty=until_empty)
