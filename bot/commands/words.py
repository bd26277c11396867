"""`fragestod text lint`: faults of words, how hard the guides are to read, and how good the lint is."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bot.commands import options
from bot.commands.check import placed
from bot.conversation.content import read_content
from bot.dialog.load import load
from bot.problem import has_errors, in_file_order
from bot.text.catalogues import LANGUAGES
from bot.text.extract import entries
from bot.text.lint.corpus import Corpus, read_corpus
from bot.text.lint.release import judge
from bot.text.lint.report import as_json, scores_as_json, table, to_tune_on, told


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the part takes."""
    parser.add_argument("--lang", choices=LANGUAGES, default="", help="one language (default: all)")
    parser.add_argument(
        "--corpus",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="judge files of labelled sentences: how good is the lint?",
    )
    parser.epilog = (
        "examples:\n  fragestod text lint --lang en\n  fragestod text lint --corpus tests/cases/corpus/sv.yaml\n\n"
        "docs/language.md tells what is looked for, and how good it is."
    )
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def run(args: argparse.Namespace) -> int:
    """Print what was found; 1 when there is an error, 2 when a file is missing."""
    return _corpora(args) if args.corpus else _release(args)


def _release(args: argparse.Namespace) -> int:
    settings = options.settings(args)
    loaded = load(read_content(settings.dialogs, settings.locales))
    if loaded.release is None:
        print(*(placed(problem, settings.dialogs, settings) for problem in loaded.problems), sep="\n", file=sys.stderr)
        print("The dialogs do not compile; their words were not judged.", file=sys.stderr)
        return 1
    judged = judge(loaded.release, entries(loaded.release), args.lang)
    problems = in_file_order(placed(problem, settings.dialogs, settings) for problem in judged.problems)
    if args.json:
        print(json.dumps(as_json(judged, problems), ensure_ascii=False, indent=2))
    else:
        print("\n".join(told(judged, problems)))
    return int(has_errors(problems))


def _corpora(args: argparse.Namespace) -> int:
    corpora: dict[Path, Corpus] = {}
    for file in args.corpus:
        if not file.is_file():
            print(f"there is no file {file}; write one like tests/cases/corpus/sv.yaml", file=sys.stderr)
            return 2
        corpus, problems = read_corpus(file.read_bytes(), str(file))
        if corpus is None:
            print(*problems, sep="\n", file=sys.stderr)
            return 1
        corpora[file] = corpus
    if args.json:
        print(json.dumps([scores_as_json(corpus) for corpus in corpora.values()], ensure_ascii=False, indent=2))
        return 0
    for file, corpus in corpora.items():
        print(f"{file}: precision / recall of each code, by part (sentences)\n")
        print("\n".join(table(corpus)))
        wrong = list(to_tune_on(corpus))
        print("\nMisjudged in development:" if wrong else "\nNothing is misjudged in development.")
        print("\n".join(wrong))
    return 0
