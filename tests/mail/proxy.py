"""A TCP proxy that does to a connection what networks and servers do to it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from tests.servers import HOST

Side = Literal["client", "server"]


@dataclass
class Fault:
    """What to do, `times` times, with bytes of one side that hold `pattern`.

    cut: end the connection instead of passing them on. stall: pass nothing on any more. dribble: a byte now and then.
    replace: put `by` where the pattern stood.
    """

    side: Side
    pattern: bytes
    action: Literal["cut", "stall", "dribble", "replace"]
    by: bytes = b""
    times: int = 1


class FaultProxy:
    """A proxy on a free loopback port (`port`) in front of another loopback port."""

    def __init__(self, target: int, *faults: Fault) -> None:
        self.target, self.faults = target, list(faults)
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._serve, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            server_reader, server_writer = await asyncio.open_connection(HOST, self.target)
        except OSError:
            writer.transport.abort()
            return
        pumps = [
            asyncio.create_task(self._pump("client", reader, server_writer)),
            asyncio.create_task(self._pump("server", server_reader, writer)),
        ]
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            server_writer.close()
            writer.transport.abort()
            self._tasks.discard(task)

    async def _pump(self, side: Side, reader: StreamReader, writer: StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                fault = self._due(side, data)
                action = fault.action if fault else "pass"
                if action == "cut":
                    return
                if action == "stall":
                    await asyncio.Event().wait()
                if action == "dribble":
                    await self._dribble(data, writer)
                else:
                    writer.write(data.replace(fault.pattern, fault.by) if fault else data)
                    await writer.drain()

    def _due(self, side: Side, data: bytes) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.side == side and fault.pattern in data:
                fault.times -= 1
                return fault
        return None

    @staticmethod
    async def _dribble(data: bytes, writer: StreamWriter) -> None:
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.2)
