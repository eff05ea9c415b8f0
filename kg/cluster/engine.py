"""The workers of a Ray cluster: kept busy, and replaced when they die."""

from __future__ import annotations

import os
import platform
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Generic, TypeVar

from kg import __version__
from kg.cluster.bench import Bench
from kg.cluster.session import connected, first_line
from kg.errors import KGError

T = TypeVar("T")
R = TypeVar("R")

TRIES = 3
"""Workers that may die on a task before it is given up."""

_AHEAD = 2
"""Tasks that a worker has: the one it does, and the next, so that it need not wait for it."""

_PATIENCE = 300.0
"""Seconds in which a cluster must give a first worker; a model loads in a few, a machine starts in some minutes."""

_PROMPT = 5.0
"""Seconds in which the results of a dead worker are there or are lost."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Stands for the result of a task on which `TRIES` workers died."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """An error that a worker met, on its way to where it is raised."""

    error: KGError


@dataclass(slots=True)
class _Errand(Generic[T]):
    """A task, and how many workers died on it; once one did, its parts too are done by a worker that has nothing else.

    A worker's last words may be lost: the task that it had just finished would be blamed for what the next one did.
    """

    task: T
    deaths: int = 0
    alone: bool = False


@dataclass(slots=True)
class _Hand:
    """A worker and the tasks that it was given, the first of which it is at."""

    actor: Any
    given: dict[Any, _Errand[Any]] = field(default_factory=dict)


class Worker:
    """What runs in an actor: one bench, whose model is loaded once."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def ready(self, version: str, *, model: bool) -> _Failed | None:
        """Say what keeps this worker from beginning: another newskg, a folder it does not see, a model that is missing."""
        try:
            if version != __version__:
                raise KGError(f"{platform.node()} has newskg {__version__}, and here it is {version}")
            if fault := self._bench.look():
                raise KGError(f"{platform.node()}: {fault}")
            if model:
                _ = self._bench.extractor
        except KGError as error:
            return _Failed(error)
        return None

    def do(self, stage: Callable[[Bench, T], R], task: T) -> R | _Failed:
        """Do one task."""
        try:
            return stage(self._bench, task)
        except KGError as error:
            return _Failed(error)


class Engine:
    """The workers of a run; `each` has them do the tasks of a stage."""

    def __init__(self, ray: Any, bench: Bench, workers: int) -> None:
        self._ray, self._bench, self._wanted = ray, ray.put(bench), workers
        self._actor = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Worker)
        self._hands: list[_Hand] = []
        self._hired: dict[Any, Any] = {}
        self._dropped = 0

    def each(
        self,
        stage: Callable[[Bench, T], R],
        tasks: Iterable[T],
        *,
        part: Callable[[T], list[T]] | None = None,
        model: bool = False,
    ) -> Iterator[tuple[T, R | Lost]]:
        """Give each task with its result, as they come; tasks are taken as they are needed.

        A task whose worker dies is given to another one, at most `TRIES` times; `part` may part it first, so that what
        kills workers is found. Raises the `KGError` that a worker meets.
        """
        waiting, again = iter(tasks), deque[_Errand[T]]()
        since, more = monotonic(), True
        while True:
            self._hire(model)
            more = self._hand_out(stage, waiting, again) and more
            given = {ref: hand for hand in self._hands for ref in hand.given}
            if not given and not again and not more:
                return
            if not self._hands and monotonic() - since > _PATIENCE:
                raise KGError(
                    "the cluster gives no worker; see whether it has free processors, or ask for fewer --workers"
                )
            since = monotonic() if self._hands else since
            for ref in self._ray.wait([*given, *self._hired], num_returns=1, timeout=1.0)[0]:
                if ref in self._hired:
                    self._take_on(ref)
                    continue
                hand = given[ref]
                try:
                    result = self._ray.get(ref)
                except self._losses:
                    yield from self._lose(hand, again, part)
                    continue
                yield hand.given.pop(ref).task, _raised(result)

    def close(self) -> None:
        """Let go of all workers, whatever they are at."""
        for actor in (*(hand.actor for hand in self._hands), *self._hired.values()):
            self._ray.kill(actor, no_restart=True)
        self._hands, self._hired = [], {}

    @property
    def _losses(self) -> tuple[type[Exception], ...]:
        errors = self._ray.exceptions
        return errors.RayActorError, errors.WorkerCrashedError, errors.OutOfMemoryError, errors.ObjectLostError

    def _hire(self, model: bool) -> None:
        """Ask for workers until there are enough."""
        while len(self._hands) + len(self._hired) < self._wanted:
            actor = self._actor.remote(self._bench)
            self._hired[actor.ready.remote(__version__, model=model)] = actor

    def _take_on(self, ref: Any) -> None:
        """Begin to use a worker that says it is ready; raises what it says is wrong."""
        actor = self._hired.pop(ref)
        try:
            _raised(self._ray.get(ref))
        except self._losses as error:
            self._dropped += 1
            if self._dropped >= TRIES * self._wanted:
                hint = "perhaps for want of memory; try fewer --workers"
                raise KGError(f"workers die as they begin, {hint} ({first_line(error)})") from error
            return
        self._dropped = 0
        self._hands.append(_Hand(actor))

    def _hand_out(self, stage: Callable[[Bench, T], R], waiting: Iterator[T], again: deque[_Errand[T]]) -> bool:
        """Give every worker enough to do, what others died on first; tell whether there may be more."""
        for turn in range(_AHEAD):
            for hand in self._hands:
                if len(hand.given) > turn or any(errand.alone for errand in hand.given.values()):
                    continue
                if not again:
                    task = next(waiting, None)
                    if task is None:
                        return False
                    again.append(_Errand(task))
                if again[0].alone and hand.given:
                    continue
                errand = again.popleft()
                hand.given[hand.actor.do.remote(stage, errand.task)] = errand
        return True

    def _lose(
        self, hand: _Hand, again: deque[_Errand[T]], part: Callable[[T], list[T]] | None
    ) -> Iterator[tuple[T, Any]]:
        """Let go of a worker that died; the first task that it left is the one it was at, the others are given anew."""
        self._hands.remove(hand)
        self._ray.kill(hand.actor, no_restart=True)
        left: list[_Errand[T]] = []
        for ref, errand in hand.given.items():
            try:
                yield errand.task, _raised(self._ray.get(ref, timeout=_PROMPT))
            except (*self._losses, self._ray.exceptions.GetTimeoutError):
                left.append(errand)
        again.extendleft(reversed(left[1:]))
        for errand in left[:1]:
            parts = part(errand.task) if part else []
            if len(parts) > 1:
                again.extend(_Errand(found, alone=True) for found in parts)
            elif errand.deaths + 1 >= TRIES:
                yield errand.task, Lost()
            else:
                again.append(_Errand(errand.task, errand.deaths + 1, alone=True))


@contextmanager
def joined(bench: Bench, workers: int | None, address: str | None) -> Iterator[Engine]:
    """Give the workers of a cluster: that at an address (or of RAY_ADDRESS), else one that this process starts.

    `workers` is by default every processor of the cluster. Raises `KGError` where Ray is missing or cannot be reached.
    """
    address = address or os.environ.get("RAY_ADDRESS")
    with ExitStack() as stack:
        ray = stack.enter_context(connected(address, workers))
        engine = Engine(ray, bench, workers or max(1, int(ray.cluster_resources().get("CPU", 1))))
        stack.callback(engine.close)
        yield engine


def _raised(result: Any) -> Any:
    if isinstance(result, _Failed):
        raise result.error
    return result
