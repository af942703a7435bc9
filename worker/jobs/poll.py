"""One round: fetch, process, deliver, file. A part of the world that fails costs its part, not the whole round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from worker.engines import EngineError
from worker.jobs.context import Context
from worker.jobs.fetch import fetch_new
from worker.jobs.sent import watch_sent
from worker.jobs.steps import FAILED, deliver_one, file_one, process_one
from worker.mail.base import DeliveryError, InboxError


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did, and what of the outside world failed in it, in sentences."""

    received: int = 0
    processed: int = 0
    delivered: int = 0
    filed: int = 0
    failures: tuple[str, ...] = ()

    @property
    def idle(self) -> bool:
        """Whether nothing was there to be done."""
        return not (self.received or self.processed or self.delivered or self.filed)


Stop = Callable[[], bool]


def poll_round(context: Context, stop: Stop = lambda: False) -> Round:
    """Do all that is due now. `stop` is asked between two steps, so that a signal waits for one step only."""
    failures: list[str] = []

    def part(step: Callable[[], int]) -> int:
        try:
            return step()
        except (InboxError, DeliveryError, EngineError) as error:
            failures.append(str(error))
            context.log.warning("falló el mundo exterior", porque=str(error))
            return 0

    received = part(lambda: fetch_new(context))
    processed = part(lambda: _all(process_one, context, stop))
    # Between deciding and sending: what she answered by hand meanwhile has its case now, and is not answered again.
    part(lambda: watch_sent(context))
    delivered = part(lambda: _all(deliver_one, context, stop))
    filed = part(lambda: _all(file_one, context, stop))
    return Round(received, processed, delivered, filed, tuple(dict.fromkeys(failures)))


def _all(step: Callable[[Context], int], context: Context, stop: Stop) -> int:
    """Repeat a step until it finds nothing to do; how often it did what it is for."""
    done = 0
    while not stop() and (result := step(context)):
        done += result != FAILED
    return done
