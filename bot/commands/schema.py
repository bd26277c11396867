"""`fragestod schema`: the JSON Schema that editors use."""

from __future__ import annotations

import argparse
import sys

from bot.check.clause_schema import ClausesFile
from bot.check.ledger_schema import LedgerFile
from bot.check.rule_schema import RulesFile
from bot.commands import options
from bot.dialog import json_schema

RULES = (RulesFile, ClausesFile, LedgerFile)
"""Forms of the files in rules/."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    parser.add_argument("--check", action="store_true", help="only say whether the file is fresh")


def run(args: argparse.Namespace) -> int:
    """Write the file, or say whether it is fresh: 0 when it is, 1 when not."""
    file = options.settings(args).dialogs / json_schema.FILE
    if not args.check:
        file.write_text(json_schema.as_text(RULES), encoding="utf-8")
        print(file)
    elif not json_schema.is_fresh(file, RULES):
        print(f"{file} is not fresh; write it anew with: fragestod schema", file=sys.stderr)
        return 1
    return 0
