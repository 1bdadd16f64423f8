"""Forked processes: what one does to its modules dies with it."""

from __future__ import annotations

import os
import resource
import signal
import traceback
from collections.abc import Callable

MEMORY = 2**31
BROKEN = 70


def in_child(work: Callable[[], int], seconds: float = 0) -> int:
    """The exit code of `work` in a process of its own; negative, a signal's number, where it had to be ended.

    `seconds` of the processor's time are given, which a busy machine does not shorten; 0 sets no bound.
    """
    child = os.fork()
    if not child:
        os._exit(_bounded(work, seconds))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def side_by_side(works: list[Callable[[], int]]) -> list[int]:
    """The exit codes of several, each in a process of its own, all at the same time."""
    children = []
    for work in works:
        child = os.fork()
        if not child:
            os._exit(_bounded(work, 0))
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def processor_seconds() -> float:
    """What this process and its ended children have taken of the processor."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _bounded(work: Callable[[], int], seconds: float) -> int:
    try:
        if seconds:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, seconds)
        return work()
    except BaseException:  # noqa: BLE001  (a child ends here, whatever happened, and never runs its parent's code)
        traceback.print_exc()
        return BROKEN
