"""Texts that a model is to write are written: pools, sized and told apart by the columns that they fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from langgraph.runtime import Runtime

from rowsmith.agents.context import RunContext
from rowsmith.agents.data_agent.strata import Strata, Stratum, strata_of
from rowsmith.agents.events import TextsWritten
from rowsmith.agents.state import RunState, plan_of
from rowsmith.agents.tasks import Model, TextGroup, TextWriter, WriteTexts
from rowsmith.tools.errors import BudgetExceeded, GenerationError, InvalidAnswer, PlanError, Refused
from rowsmith.tools.plan import Plan
from rowsmith.tools.text.judging import far_apart
from rowsmith.tools.text.pooled import Wanted, merged, wanted_texts
from rowsmith.tools.text.pools import Pool, Pools, read_pools, write_pools
from rowsmith.tools.text.pools import Stratum as Written

AT_ONCE = 4
MOST_TEXTS, MOST_WORDS, USUAL_WORDS = 40, 1_600, 30
"""Texts and words that one call asks for; longer answers lose the thread."""
MOST_KNOWN = 20
"""Texts of a group that are shown again, so that new ones differ."""
MORE_ROUNDS = 3
"""How often a group that is still short is asked again beyond the calls that it needs."""


def write(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    """Writes what is not there yet; what was written is kept when the budget ends.

    Raises ModelError where the model can't be reached.
    """
    context, plan = runtime.context, plan_of(state)
    wanted = wanted_texts(plan)
    if not wanted or not (isinstance(context.data_model, TextWriter) and context.data_model.writes_texts):
        return {}
    pools = read_pools(context.workspace)
    for one in wanted:
        known = pools.pools.get(one.key)
        if known is None or known.is_open:
            pools = _with_texts(plan, one, pools, context)
    return {}


def _with_texts(plan: Plan, wanted: Wanted, pools: Pools, context: RunContext) -> Pools:
    try:
        strata = strata_of(plan, wanted, context.scale)
    except (PlanError, GenerationError):
        return pools  # the next step meets the same fault, and sends it back
    work = _Work.of(wanted, strata, pools.pools.get(wanted.key))
    note, is_open = strata.note, False
    try:
        work.fill(context.data_model)
    except (BudgetExceeded, Refused, InvalidAnswer) as error:
        note, is_open = str(error), isinstance(error, BudgetExceeded)
    pool = work.pool(note, is_open=is_open)
    context.emit(TextsWritten(wanted.place, pool.size, pool.asked, pool.note))
    pools = merged(pools, {wanted.key: pool})
    write_pools(context.workspace, pools)
    return pools


@dataclass
class _Work:
    """The texts of one sampler while they come in, by the number of their stratum."""

    wanted: Wanted
    strata: Strata
    texts: list[list[str]] = field(default_factory=list)

    @staticmethod
    def of(wanted: Wanted, strata: Strata, known: Pool | None) -> _Work:
        """What an earlier run wrote counts."""
        there = {one.values: one.texts for one in known.strata} if known is not None else {}
        return _Work(wanted, strata, [list(there.get(one.values, ())) for one in strata.strata])

    def fill(self, model: Model) -> None:
        """Asks until every stratum has its texts, or a round brings nothing new.

        Raises ModelError; what came before it is kept.
        """
        most = max((one.size for one in self.strata.strata), default=0)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in range(-(-most // self._per_call) + MORE_ROUNDS):
                batches = list(self._batches())
                running = [pool.submit(model.answer, self._task(batch)) for batch in batches]
                try:
                    before = self._size
                    for batch, answer in zip(batches, running, strict=True):
                        self._take(batch, answer.result().groups)
                finally:
                    for answer in running:
                        answer.cancel()
                if not batches or self._size == before:
                    return

    def pool(self, note: str | None, *, is_open: bool) -> Pool:
        asked = sum(one.size for one in self.strata.strata)
        written = tuple(
            Written(values=stratum.values, texts=tuple(texts))
            for stratum, texts in zip(self.strata.strata, self.texts, strict=True)
        )
        if note is None and self._size < asked:
            note = "The model wrote no more texts that differ enough."
        said = self.wanted.said
        return Pool(
            about=said.about, by=self.strata.by, asked=asked, strata=written, note=note, is_open=is_open
        )

    @property
    def _size(self) -> int:
        return sum(map(len, self.texts))

    @property
    def _per_call(self) -> int:
        words = self.wanted.said.words
        usual = sum(words) // 2 if words is not None else USUAL_WORDS
        if words is None and self.wanted.said.turns is not None:
            usual = USUAL_WORDS * self.wanted.said.turns[1]
        return max(1, min(MOST_TEXTS, MOST_WORDS // max(usual, 1)))

    def _batches(self) -> Iterator[list[tuple[int, int]]]:
        """Strata that are short, with how many texts each lacks, as many as fit into a call.

        A stratum stands in one batch of a round: the same question twice would get the same answer.
        """
        batch, room = list[tuple[int, int]](), self._per_call
        for at, stratum in enumerate(self.strata.strata):
            lacking = min(stratum.size - len(self.texts[at]), self._per_call)
            if lacking <= 0:
                continue
            if lacking > room:
                yield batch
                batch, room = [], self._per_call
            batch.append((at, lacking))
            room -= lacking
        if batch:
            yield batch

    def _task(self, batch: Sequence[tuple[int, int]]) -> WriteTexts:
        groups = tuple(self._group(self.strata.strata[at], lacking, self.texts[at]) for at, lacking in batch)
        return WriteTexts(self.wanted.said, self.wanted.locale, groups)

    @staticmethod
    def _group(stratum: Stratum, lacking: int, known: Sequence[str]) -> TextGroup:
        return TextGroup(lacking, stratum.shown, stratum.facts, tuple(known[-MOST_KNOWN:]))

    def _take(self, batch: Sequence[tuple[int, int]], groups: Sequence[Sequence[str]]) -> None:
        known = [text for texts in self.texts for text in texts]
        for (at, lacking), texts in zip(batch, groups, strict=True):
            new = far_apart(texts, known)[:lacking]
            self.texts[at] += new
            known += new
