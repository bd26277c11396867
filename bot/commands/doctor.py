"""`fragestod doctor`: is this installation well?"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot.commands import options
from bot.conversation.content import open_content
from bot.operations.doctor import Finding, examine
from bot.settings import SettingsError


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    options.data(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each check; 0 when all are well, 1 otherwise."""
    try:
        settings = options.settings(args, may_lack=options.FOLDERS, data=args.data)
    except SettingsError as error:
        print(Finding("settings", str(error), "mend the name or the value; docs/deployment.md has the table"))
        return 1
    findings = examine(settings, datetime.now(UTC), open_content)
    print(*findings, sep="\n")
    faults = sum(finding.remedy is not None for finding in findings)
    print(f"{len(findings) - faults} well, {faults} to mend")
    return 1 if faults else 0
