"""What --help shows can be pasted: every example is one that its command takes."""

import argparse
import re
import shlex
from collections.abc import Iterator

import pytest

from bot import cli

EXAMPLE = re.compile(r"^ +fragestod (?!COMMAND)(\S.*)$", re.MULTILINE)


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A command's parser and those of its parts."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for part in action.choices.values():
                yield from parsers(part)


@pytest.mark.parametrize("name", [command.name for command in cli.COMMANDS])
def test_every_command_and_part_has_an_example_that_it_takes(name: str) -> None:
    """A shell takes what follows “#” for a note; all else is what the parser is given."""
    made = [parser for parser in parsers(cli._parser(name)) if parser.prog.split()[1:2] == [name]]

    assert made
    for parser in made:
        examples = EXAMPLE.findall(parser.format_help())
        assert examples, parser.prog
        for example in examples:
            words = shlex.split(example.partition(" > ")[0], comments=True)
            cli._parser(words[0]).parse_args(words)
