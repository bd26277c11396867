"""A file of content as a plain tree of mappings, lists and text, and the few ways to change one place of it.

A changed tree is written back as YAML, so that a mutant is read by the same loader as what an author saves.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

Tree: TypeAlias = Any
"""dict, list or str, as YAML's base schema gives them: every scalar is text."""
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one file. place: where, in words that stay the same when lines move. told: what was done."""

    place: str
    told: str
    change: Callable[[Tree], None]


def read(content: bytes) -> Tree:
    """The tree of a file."""
    return yaml.load(content, Loader=yaml.CBaseLoader)


def write(tree: Tree) -> bytes:
    """A tree as a file."""
    return yaml.dump(tree, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=4096).encode()


def edited(tree: Tree, edit: Edit) -> Tree:
    """A copy of the tree with the change."""
    changed = copy.deepcopy(tree)
    edit.change(changed)
    return changed


def at(tree: Tree, path: Path) -> Tree:
    """What stands at a path."""
    for key in path:
        tree = tree[key]
    return tree


def named(path: Path) -> str:
    """A path in words."""
    return ".".join(str(key) for key in path)


def put(path: Path, value: Tree, told: str) -> Edit:
    """Replace what stands at a path, or add a key."""

    def change(tree: Tree) -> None:
        at(tree, path[:-1])[path[-1]] = value

    return Edit(named(path), told, change)


def cut(path: Path, told: str) -> Edit:
    """Remove a key or an item; a list or mapping that is empty then goes too."""

    def change(tree: Tree) -> None:
        parent = at(tree, path[:-1])
        del parent[path[-1]]
        if not parent and len(path) > 1:
            del at(tree, path[:-2])[path[-2]]

    return Edit(named(path), told, change)


def swap(path: Path, first: str, second: str, told: str) -> Edit:
    """Exchange the places of two keys of a mapping."""

    def change(tree: Tree) -> None:
        mapping = at(tree, path)
        order = [{first: second, second: first}.get(key, key) for key in mapping]
        items = {key: mapping[key] for key in order}
        mapping.clear()
        mapping.update(items)

    return Edit(f"{named(path)}.{first}+{second}", told, change)


def leaves(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a tree with its path."""
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from leaves(value, (*path, key))
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from leaves(value, (*path, number))


class _Plain(yaml.CSafeDumper):
    """Writes a list or mapping that stands twice twice: a content file has no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True
