"""The service: rounds at their time until a signal asks it to stop, which it does after the step in hand."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from structlog.typing import FilteringBoundLogger

_LOOK_SECONDS = 0.5

Round = Callable[[Callable[[], bool]], object]


def run_service(round_: Round, every_seconds: int, log: FilteringBoundLogger) -> None:
    """Call `round_` now and every so many seconds, one at a time, until SIGTERM or SIGINT.

    Args:
        round_: one round; it is given a function that tells whether it should end after the step in hand.
    """
    stop = threading.Event()
    broken: list[BaseException] = []

    def one_round() -> None:
        try:
            round_(stop.is_set)
        except BaseException as error:  # a bug of the round itself ends the service, so that systemd starts it anew
            broken.append(error)
            stop.set()

    def asked(number: int, frame: FrameType | None) -> None:
        log.info("servicio: se pidió parar", signal=number)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    scheduler = BackgroundScheduler(timezone="UTC")
    now = datetime.now(UTC)
    scheduler.add_job(one_round, "interval", seconds=every_seconds, max_instances=1, coalesce=True, next_run_time=now)
    scheduler.start()
    log.info("servicio: en marcha", cada_segundos=every_seconds)
    # The kernel may give a signal to any thread, and Python's handler runs in this one only when it wakes. It sleeps
    # without the event's lock, which the handler takes.
    while not stop.is_set():
        time.sleep(_LOOK_SECONDS)
    scheduler.shutdown(wait=True)
    log.info("servicio: terminado")
    if broken:
        raise broken[0]
