"""What a lint found, and how good it is, in lines for people and as data for tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.dialog.schema import Exempt
from bot.problem import Problem
from bot.text.lint.corpus import Corpus, Labelled, Score, mistakes, scores, whole
from bot.text.lint.measures import FEW_WORDS
from bot.text.lint.release import Judged, Readability


def told(judged: Judged, problems: Iterable[Problem]) -> Iterator[str]:
    """Faults, then how hard each guide is, then the exceptions. problems: those of `judged`, where they are found."""
    found = list(problems)
    yield from map(str, found)
    measured = [each for each in judged.readability if each.value is not None]
    few = len(judged.readability) - len(measured)
    yield f"{judged.texts} texts judged, {len(found)} problems"
    yield ""
    yield "How hard to read (at most):" if measured else f"No guide has the {FEW_WORDS} words that a measure needs."
    yield from (_hardness(each) for each in measured)
    if few and measured:
        yield f"  {few} more have fewer than {FEW_WORDS} words and are not measured"
    yield ""
    yield "Exceptions:" if judged.exempt else "No exceptions."
    yield from (f"  {each.code} {each.language} “{each.text}” — {each.reason}" for each in judged.exempt)


def _hardness(each: Readability) -> str:
    name = f"{each.language} {each.guide}, {each.reader.value}"
    most = each.measure.hardest[each.reader]
    return f"  {name:45} {each.measure.name} {each.value:5.1f} ({most}), {each.words} words"


def as_json(judged: Judged, problems: Iterable[Problem]) -> dict[str, object]:
    """The same as data."""
    return {
        "texts": judged.texts,
        "problems": [problem.as_json() for problem in problems],
        "readability": [
            {
                "language": each.language,
                "guide": each.guide,
                "reader": each.reader.name.lower(),
                "measure": each.measure.name,
                "value": None if each.value is None else round(each.value, 1),
                "most": each.measure.hardest[each.reader],
                "words": each.words,
            }
            for each in judged.readability
        ],
        "exempt": [_exempt(each) for each in judged.exempt],
    }


def _exempt(exempt: Exempt) -> dict[str, str]:
    return {"code": exempt.code, "language": exempt.language, "text": exempt.text, "reason": exempt.reason}


# --- the corpus ---------------------------------------------------------------------------------------------------


def table(corpus: Corpus) -> Iterator[str]:
    """Precision and recall of each code on each part, as a Markdown table; “–” where there is nothing to divide by."""
    parts = {name: scores(sentences, corpus.language) for name, sentences in corpus.parts.items() if sentences}
    sizes = {name: len(sentences) for name, sentences in corpus.parts.items()}
    yield "| Code | " + " | ".join(f"{name} ({sizes[name]})" for name in parts) + " |"
    yield "| --- |" + " --- |" * len(parts)
    for code in next(iter(parts.values()), {}):
        yield f"| {code} | " + " | ".join(_figures(total[code]) for total in parts.values()) + " |"
    yield "| all | " + " | ".join(_figures(whole(total)) for total in parts.values()) + " |"


def _figures(score: Score) -> str:
    return f"{_share(score.precision)} / {_share(score.recall)}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def scores_as_json(corpus: Corpus) -> dict[str, object]:
    """Counts for each part and code: right, wrong, missed."""
    parts: dict[str, Mapping[str, Score]] = {
        name: scores(sentences, corpus.language) for name, sentences in corpus.parts.items()
    }
    return {
        "language": corpus.language,
        "parts": {
            name: {code: {"right": s.right, "wrong": s.wrong, "missed": s.missed} for code, s in total.items()}
            for name, total in parts.items()
        },
    }


def to_tune_on(corpus: Corpus) -> Iterator[str]:
    """The sentences of the development half that are judged otherwise than labelled; the others are not to be seen."""
    for sentence, wrong, missed in mistakes(corpus.development, corpus.language):
        yield f"  {_mistake(sentence, wrong, missed)}"


def _mistake(sentence: Labelled, wrong: Iterable[str], missed: Iterable[str]) -> str:
    parts = [f"wrongly {', '.join(sorted(wrong))}"] if wrong else []
    parts += [f"misses {', '.join(sorted(missed))}"] if missed else []
    return f"{sentence.to}: “{sentence.text}” {' and '.join(parts)}"
