"""Writes anew what the bulletin files say; whoever runs it reads the difference before keeping it.

python -m tests.compensation.bulletins.approve
"""

from __future__ import annotations

from pathlib import Path

from tests.compensation.bulletins.values import told
from tests.compensation.policy.fraud.cases import policy
from tests.compensation.policy.making import ALL, bulletin

FOLDER = Path(__file__).with_name("approved")


def main() -> None:
    """One text file a bulletin, under its id."""
    texts = {found.id: told(found) for found in map(bulletin, ALL)} | {policy().id: told(policy())}
    for name, lines in texts.items():
        (FOLDER / f"{name}.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
