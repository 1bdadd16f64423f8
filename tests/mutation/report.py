"""What became of the mutants, module by module, and the survivors by name."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.mutation.meeting import KILLED, SURVIVED
from tests.mutation.mutants import Mutant

LEAST = 0.9
KNOWN = Path(__file__).with_name("SURVIVORS")
KINDS = {KILLED: "killed", SURVIVED: "survived", -signal.SIGPROF: "timeout"}


def known() -> dict[str, str]:
    """The survivors that were looked at: name and reason, from lines `name | reason`."""
    lines = KNOWN.read_text(encoding="utf-8").splitlines()
    parted = (line.rpartition(" | ") for line in lines if line and not line.startswith("#"))
    return {name: reason for name, _, reason in parted}


class Report(NamedTuple):
    """One run: the mutants, the exit code of the tests of each, whether Django was there, and the seconds.

    `processor_seconds` is what all processes took together: what the run needs, whatever else the machine does.
    """

    mutants: list[Mutant]
    codes: dict[int, int]
    django: bool
    seconds: float
    processor_seconds: float

    @property
    def share(self) -> float:
        """How many of all did not live, a timeout being no life."""
        counts = Counter(self.kinds)
        return (counts["killed"] + counts["timeout"]) / max(1, len(self.kinds))

    @property
    def kinds(self) -> list[str]:
        return [KINDS.get(self.codes[place], "broken") for place in range(len(self.mutants))]

    def __str__(self) -> str:
        return "\n".join([*self._survivors(), "", *self._modules(), "", self._closing()])

    def _survivors(self) -> list[str]:
        reasons, lived = known(), []
        for mutant, kind in zip(self.mutants, self.kinds, strict=True):
            if kind in ("survived", "broken"):
                reason = reasons.get(mutant.name, "unknown")
                place = f"{mutant.file}:{mutant.lines[0]} {mutant.function or 'module'}"
                lived.append(f"{kind} {place}: {mutant.change} ({reason})")
        return lived

    def _modules(self) -> list[str]:
        counts: dict[str, Counter[str]] = {}
        for mutant, kind in zip(self.mutants, self.kinds, strict=True):
            counts.setdefault(mutant.file, Counter())[kind] += 1
        head = f"{'module':55} killed survived timeout broken"
        return [head, *(f"{file:55} {_row(found)}" for file, found in counts.items())]

    def _closing(self) -> str:
        counts, django = Counter(self.kinds), "was" if self.django else "not"
        return (
            f"{len(self.kinds)} mutants, {_row(counts).strip()} (killed, survived, timeout, broken): {self.share:.1%} "
            f"in {self.seconds:.0f} s, {self.processor_seconds:.0f} s of the processor; Django {django} loaded."
        )


def _row(counts: Counter[str]) -> str:
    return f"{counts['killed']:6} {counts['survived']:8} {counts['timeout']:7} {counts['broken']:6}"
