"""The term base as catalogues are held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.dialog.schema import Term


class TermBase:
    """Which terms a Swedish text has, looked for once for all languages. terms: by name; any: all of them as one."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self.terms = terms
        self.any = Term(source=[word for term in terms.values() for word in term.source], words={}) if terms else None
        self.known: dict[str, tuple[str, ...]] = {}

    def asked(self, text: str, language: str) -> Iterator[tuple[str, Sequence[str]]]:
        """The terms of a Swedish text, with the words of which a language has to say one; those it has words for."""
        names = self.known.get(text)
        if names is None:
            has = self.any is not None and self.any.is_in(text)
            names = tuple(name for name, term in self.terms.items() if term.is_in(text)) if has else ()
            self.known[text] = names
        yield from ((name, words) for name in names if (words := self.terms[name].words.get(language)))
