"""What is known of the author's files now, and the last picture of them that was good.

One immutable value, `Sight`, is replaced at each news, and whoever waits is told: first the faults of shape, names and
conditions, then words and age, then each proof as it is found.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.channels.preview.bones import keys
from bot.channels.preview.folders import Folders
from bot.channels.preview.prover import Judged, Message, Prover, Task
from bot.check.prove import Proof, Verdict
from bot.check.rules import Safety, read_rules
from bot.conversation.edition import Edition
from bot.draw.outline import Outline
from bot.draw.own import layered
from bot.plans.form import files as plans
from bot.problem import Problem, Severity, has_errors, in_file_order

EVERY = 0.2
"""Seconds between two looks at the files."""
Open = Callable[[], tuple[Edition | None, tuple[Problem, ...]]]
"""Reads the files: today's edition, None when they do not compile, and all faults."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule and what is known of it. proof: None while it waits for one."""

    rule: Safety
    proof: Proof | None

    @property
    def standing(self) -> str:
        """Its verdict as a word; "waiting" for none."""
        return self.proof.verdict.value if self.proof else "waiting"


@dataclass(frozen=True, slots=True)
class Sight:
    """All that the page shows.

    version: grows with each news. files: how many are followed. read_at, good_at: when the newest files were read, and
    the newest that compile. problems: of the newest files. edition, outlines, rules: of the newest that compile.
    stale: the newest do not. busy: something is still being judged or proved.
    """

    version: int = 0
    files: int = 0
    read_at: datetime | None = None
    good_at: datetime | None = None
    problems: tuple[Problem, ...] = ()
    edition: Edition | None = None
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    rules: tuple[Ruled, ...] = ()
    stale: bool = False
    busy: bool = False

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that stop the build."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The others."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    def ruled(self, standing: str) -> tuple[Ruled, ...]:
        """The rules with a standing (see `Ruled`)."""
        return tuple(ruled for ruled in self.rules if ruled.standing == standing)


@dataclass(slots=True)
class Desk:
    """Follows the files. folders, open: what is read; now: the clock on the wall."""

    folders: Folders
    open: Open
    now: Callable[[], datetime]
    sight: Sight = field(default_factory=Sight)
    _proofs: dict[str, Proof] = field(default_factory=dict)
    _keys: Mapping[str, str] = field(default_factory=dict)
    _load_faults: tuple[Problem, ...] = ()
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _proving: asyncio.Task[None] | None = None
    _prover: Prover = field(init=False)

    def __post_init__(self) -> None:
        self._prover = Prover(self._hear)

    async def follow(self) -> None:
        """Look at the files for ever, and read them whenever they have changed."""
        seen = None
        try:
            while True:
                stamps = await asyncio.to_thread(self.folders.stamps)
                if stamps != seen:
                    seen = stamps
                    await self.read(len(stamps))
                await asyncio.sleep(EVERY)
        finally:
            self._prover.stop()
            if self._proving is not None:
                self._proving.cancel()

    async def changed(self, since: int) -> int:
        """Wait until there is a newer sight than this version; its version."""
        while self.sight.version <= since:
            await self._news.wait()
        return self.sight.version

    async def read(self, count: int) -> None:
        """Read the files, tell their faults at once, and begin to prove where they compile."""
        self._prover.stop()
        edition, problems = await asyncio.to_thread(self.open)
        read_at = self.now()
        self._load_faults = problems
        if edition is None or has_errors(problems):
            stale = self.sight.edition is not None
            self._show(replace(self.sight, files=count, read_at=read_at, problems=problems, stale=stale, busy=False))
            return
        drawn = await asyncio.to_thread(layered, edition.release.files)
        rules, faults = await asyncio.to_thread(read_rules, edition.release)
        self._keys = await asyncio.to_thread(keys, edition.release, rules)
        self._load_faults = (*problems, *faults)
        self._show(
            replace(
                self.sight,
                files=count,
                read_at=read_at,
                good_at=read_at,
                problems=in_file_order(self._load_faults),
                edition=edition,
                outlines=drawn,
                rules=tuple(Ruled(rule, self._proofs.get(self._keys[rule.name])) for rule in rules),
                stale=False,
                busy=True,
            )
        )
        known = frozenset(ruled.rule.name for ruled in self.sight.rules if ruled.proof)
        self._forget()
        task = Task(edition.release.files, plans(self.folders.dialogs), read_at.date(), known)
        self._proving = asyncio.create_task(self._prove(task, edition))

    async def _prove(self, task: Task, edition: Edition) -> None:
        await self._prover.prove(task)
        if self.sight.edition is edition and not self.sight.stale:
            self._show(replace(self.sight, busy=False))

    def _hear(self, message: Message) -> None:
        if isinstance(message, Judged):
            self._show(replace(self.sight, problems=in_file_order((*self._load_faults, *message.problems))))
            return
        self._proofs[self._keys[message.rule]] = message.proof
        rules = (
            replace(ruled, proof=message.proof) if ruled.rule.name == message.rule else ruled
            for ruled in self.sight.rules
        )
        self._show(replace(self.sight, rules=tuple(rules)))

    def _forget(self) -> None:
        """Keep the proofs that the present rules use; what an author undoes is proved anew."""
        wanted = set(self._keys.values())
        self._proofs = {key: proof for key, proof in self._proofs.items() if key in wanted}

    def _show(self, sight: Sight) -> None:
        self.sight = replace(sight, version=self.sight.version + 1)
        told, self._news = self._news, asyncio.Event()
        told.set()


ORDER = (Verdict.BROKEN.value, Verdict.NOT_PROVEN.value, "waiting", Verdict.VACUOUS.value, Verdict.HOLDS.value)
"""The standings of rules, what needs a hand first."""
