"""All mutants of a content, and a sample of them that stays the same while the content stays the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialog.folder import read_folder
from bot.dialog.model import Action, Change, Kind, Node, Program, Release
from tests.mutants import guides, library, wording
from tests.mutants.guides import Shared
from tests.mutants.trees import Edit, Tree, edited, read, write

Files = Mapping[str, bytes]
Finder = Callable[[Any, Shared], Iterator[Edit]]
Named = Callable[[int], object]
"""How a node is told from others: by its number, or by its name."""
SEED = "2026-11-22"
GUIDES, ACTIONS, FACTS, HOUSE = "guides/", "actions.yaml", "facts.yaml", "house.yaml"
SOURCES, CONTACTS, LOCALES = "sources.yaml", "directory/national.yaml", "locales/"
OPERATORS: tuple[tuple[str, Finder], ...] = (
    (GUIDES, guides.drop_action),
    (GUIDES, guides.swap_action),
    (GUIDES, guides.swap_target),
    (GUIDES, guides.drop_target),
    (GUIDES, guides.drop_condition),
    (GUIDES, guides.negate_condition),
    (GUIDES, guides.loosen_condition),
    (GUIDES, guides.tighten_condition),
    (GUIDES, guides.swap_condition_value),
    (GUIDES, guides.drop_answer),
    (GUIDES, guides.swap_value),
    (GUIDES, guides.drop_value),
    (GUIDES, guides.skip_step),
    (GUIDES, guides.swap_steps),
    (GUIDES, guides.flip_private),
    (GUIDES, guides.flip_neutral),
    (GUIDES, guides.change_parameter),
    (GUIDES, guides.change_audience),
    (GUIDES, guides.drop_text),
    (GUIDES, guides.drop_not),
    (GUIDES, guides.drop_text_condition),
    (GUIDES, guides.negate_text_condition),
    (GUIDES, guides.leak_word),
    (GUIDES, guides.break_placeholder),
    (GUIDES, guides.unknown_source),
    (ACTIONS, library.weaken_level),
    (ACTIONS, library.change_deadline),
    (ACTIONS, library.change_decider),
    (ACTIONS, library.drop_basis),
    (ACTIONS, library.drop_denial),
    (ACTIONS, library.swap_basis),
    (ACTIONS, library.swap_order),
    (ACTIONS, library.drop_variant),
    (ACTIONS, library.negate_variant),
    (ACTIONS, library.unknown_contact),
    (ACTIONS, library.drop_contacts),
    (ACTIONS, library.drop_definition),
    (FACTS, library.drop_fact_value),
    (FACTS, library.change_start),
    (HOUSE, library.change_jump),
    (HOUSE, library.change_house),
    (SOURCES, library.expire_source),
    (SOURCES, library.drop_source),
    (CONTACTS, library.expire_contact),
    (CONTACTS, library.break_contact),
    (CONTACTS, library.misdial),
    (CONTACTS, library.close_at_night),
    (LOCALES, wording.drop_translation),
    (LOCALES, wording.fuzzy_translation),
    (LOCALES, wording.drop_entry),
    (LOCALES, wording.break_translated_placeholder),
    (LOCALES, wording.leak_translated_word),
)
"""Where each fault can be made. Its name is the function's, its meaning the docstring's first line."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """Content with one fault: one edit of one file; everything else is as it ships."""

    operator: str
    file: str
    edit: Edit

    @property
    def name(self) -> str:
        """What tells it from all others, on one line."""
        return f"{self.operator}: {self.file} {self.edit.place}: {self.edit.told}"

    def files(self, shipped: Files) -> dict[str, bytes]:
        """The whole content with the fault in it."""
        return {**shipped, self.file: _write(self.file, edited(_read(self.file, shipped[self.file]), self.edit))}


def shipped(root: Path) -> dict[str, bytes]:
    """The content that ships: dialogs by their path in dialogs/, catalogues under locales/. Reads the disk."""
    catalogues = {f"{LOCALES}{name}": content for name, content in read_folder(root / "locales").items()}
    return {**read_folder(root / "dialogs"), **{n: c for n, c in catalogues.items() if n.count("/") > 1}}


def candidates(files: Files) -> Iterator[Mutant]:
    """Every mutant that the operators can make."""
    trees = {
        name: _read(name, content)
        for name, content in files.items()
        if any(name.startswith(place) for place, _ in OPERATORS)
    }
    house = trees[HOUSE]
    shared = Shared(
        trees[FACTS]["facts"],
        tuple(trees[ACTIONS]["actions"]),
        tuple(trees[SOURCES]["sources"]),
        house["betraying"],
    )
    for place, finder in OPERATORS:
        operator = finder.__name__.replace("_", "-")
        for name, tree in trees.items():
            if name.startswith(place):
                yield from (Mutant(operator, name, edit) for edit in finder(tree, shared))


def _read(name: str, content: bytes) -> Tree:
    """A catalogue is one text in a list, so that it can be changed as trees are."""
    return [content.decode()] if name.startswith(LOCALES) else read(content)


def _write(name: str, tree: Tree) -> bytes:
    return tree[0].encode() if name.startswith(LOCALES) else write(tree)


def sample(mutants: Iterable[Mutant], each: int, seed: str = SEED) -> tuple[Mutant, ...]:
    """At most `each` mutants of every operator, drawn by a fixed seed and spread evenly over its files, first those
    that other operators left out.

    One of each operator comes first, then another of each, so that a part of the sample is a sample too.
    """
    drawn: dict[str, dict[str, list[Mutant]]] = {}
    for mutant in sorted(mutants, key=lambda mutant: hashlib.sha256(f"{seed} {mutant.name}".encode()).digest()):
        drawn.setdefault(mutant.operator, {}).setdefault(mutant.file, []).append(mutant)
    chosen: list[tuple[int, Mutant]] = []
    taken: Counter[str] = Counter()
    for _, by_file in sorted(drawn.items()):
        ranks = [(rank, taken[file], mutant) for file, group in by_file.items() for rank, mutant in enumerate(group)]
        own = [mutant for _, _, mutant in sorted(ranks, key=lambda drawn: drawn[:2])[:each]]
        taken.update(mutant.file for mutant in own)
        chosen += enumerate(own)
    return tuple(mutant for _, mutant in sorted(chosen, key=lambda pair: pair[0]))


def flow(program: Program) -> object:
    """Where conversations go and what they gather, whatever is said on the way."""
    return [_flow(node, int) for node in program.nodes], *_around(program, int)


def meaning(release: Release) -> object:
    """What a release does and says, without where it stands in its files or which step stands before which."""
    program = release.program

    def named(index: int) -> str:
        return program.nodes[index].id

    nodes = sorted(program.nodes, key=lambda node: node.id)
    return (
        [(_flow(node, named), _words(node)) for node in nodes],
        _around(program, named),
        (program.subject, program.uncounted),
        [(d.id, d.title, d.sectors, d.stage, d.private, d.entry, named(d.first)) for d in program.dialogs.values()],
        [(a.id, list(_forms(program, a))) for a in program.actions.values()],
        release.house,
        dict(release.sources),
        dict(release.directory),
    )


def _forms(program: Program, action: Action) -> Iterator[object]:
    """An action's forms. Of its order only counts which others it stands before."""
    orders = sorted({form.action.order for other in program.actions.values() for form in other.forms})
    for form in action.forms:
        yield form.condition, form.action.model_copy(update={"order": orders.index(form.action.order)})


def _around(program: Program, named: Named) -> tuple[object, ...]:
    jumps = [(j.dialog, j.call, j.times, named(j.entry), _change(j.enter), j.condition) for j in program.jumps]
    return program.facts, program.entries, program.given, jumps


def _flow(node: Node, named: Named) -> object:
    edges = [(_change(e.change), named(e.target), e.condition) for e in (*node.edges, *node.options)]
    branches = [(named(target), condition) for _, target, condition in node.branches]
    after = named(node.after) if node.condition is not None else None
    own = (node.id, node.kind, node.private, node.neutral, after, node.condition, _change(node.arrive))
    called = named(node.entry) if node.kind is Kind.CALL else None
    return own, edges, branches, called, _change(node.enter), node.results, node.pick


def _change(change: Change) -> object:
    return change.sets, len(change.computed), change.do


def _words(node: Node) -> object:
    labels = [(edge.label, edge.translate) for edge in (*node.edges, *node.options)]
    says = [(passage.audience, passage.text, passage.condition) for passage in node.passages]
    return labels, says, node.stage, node.title, node.question, node.none, node.outcome, node.why, node.sources
