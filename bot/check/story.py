"""A conversation that breaks a rule, told as a chat: where it begins, questions and answers, and what fails then."""

from __future__ import annotations

from collections.abc import Iterator

from bot.check.prove import Proof
from bot.check.rules import Safety
from bot.dialog.model import Kind, Node, Program, Release
from bot.engine.step import State, start, step
from bot.plans.form import BEGIN, begin_line


def broken(release: Release, rule: Safety, proof: Proof) -> tuple[str, ...]:
    """The lines below a broken rule."""
    index, facts, _, done = ended(rule.program, proof)
    unmet = rule.unmet(rule.program.nodes[index], facts, done)
    basis = [f"{source} ({release.sources[source].title})" for source in (rule.rule.basis if rule.rule else [])]
    return (
        *told(release.program, proof),
        f"here it does not hold; wanted: {'; '.join(unmet) or rule.says}",
        *([f"basis: {', '.join(basis)}"] if basis else []),
    )


def told(program: Program, proof: Proof) -> Iterator[str]:
    """A conversation in words: where it begins, as a plan writes it; question and answer at each step; the last."""
    values = ((program.facts[slot], value) for slot, value in zip(program.given, proof.given, strict=False))
    known = {fact.name: fact.domain.values[value] for fact, value in values if value}
    yield f"{BEGIN} {begin_line(proof.entry, known)}"
    state = start(program, proof.entry, proof.given)[0]
    for answer in proof.answers:
        node = program.nodes[state[0]]
        yield f"{node.question or node.title} [{_said(program, node, answer)}]"
        state = step(program, state, answer)[0]
    last = program.nodes[state[0]]
    yield f"{last.question or last.title} ({last.id})"


def ended(program: Program, proof: Proof) -> State:
    """The state that a proof's conversation comes to."""
    state = start(program, proof.entry, proof.given)[0]
    for answer in proof.answers:
        state = step(program, state, answer)[0]
    return state


def _said(program: Program, node: Node, answer: int) -> str:
    own = 2 << len(node.options) if node.kind is Kind.SEVERAL else len(node.edges)
    if answer >= own:
        return program.jumps[answer - own].label
    if node.kind is Kind.SEVERAL:
        return " + ".join(o.label or "" for i, o in enumerate(node.options) if answer >> i & 1) or (node.none or "–")
    return node.edges[answer].label or "Vidare"
