#!/usr/bin/env python
"""The portal's command line."""

import os
import sys


def main() -> None:
    """Run one management command; `decide` needs no settings, so it starts without the framework."""
    if sys.argv[1:2] == ["decide"]:
        from compensation.decide_lines import main as decide

        sys.exit(decide(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
