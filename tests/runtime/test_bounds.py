"""What one HTTP connection may take: tried on a real socket, with short clocks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runtime.bounds import Bounds, bounded

SHORT = Bounds(request=0.3, answer=2, idle=1, header=2048, connections=20)
SECONDS = 5
BIG = 16 * 1024 * 1024
ASKED = b"GET /livez HTTP/1.1\r\nHost: ngayso\r\n\r\n"


async def _alive(_: Request) -> Response:
    return Response("alive")


async def _big(_: Request) -> Response:
    return Response(b"x" * BIG)


async def _never(_: Request) -> Response:
    await asyncio.sleep(60)
    return Response()


@asynccontextmanager
async def served(bounds: Bounds) -> AsyncIterator[int]:
    """A server of its own; its port."""
    routes = [Route("/livez", _alive), Route("/big", _big), Route("/never", _never)]
    config = uvicorn.Config(
        Starlette(routes=routes),
        port=0,
        http=bounded(bounds),
        ws="none",
        timeout_keep_alive=bounds.idle,
        h11_max_incomplete_event_size=bounds.header,
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await running


async def seconds_until_cut(port: int, sent: bytes) -> float:
    """How long a connection that sent this, and nothing more, lives."""
    begun = asyncio.get_running_loop().time()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    with suppress(ConnectionResetError):
        await asyncio.wait_for(reader.read(), SECONDS)
    writer.close()
    return asyncio.get_running_loop().time() - begun


async def answer_on(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(ASKED)
    try:
        return await asyncio.wait_for(reader.readuntil(b"alive"), SECONDS)
    finally:
        writer.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /livez HTTP/1.1\r\nHost: ngay",
        b"POST /livez HTTP/1.1\r\nHost: ngayso\r\nContent-Length: 9\r\n\r\nhalf",
        ASKED + b"GET /livez HTTP/1.1\r\nHost: ngay",
    ],
    ids=["nothing", "half a header", "half a body", "half of a second request"],
)
async def test_half_a_request_is_cut(sent: bytes) -> None:
    """Whatever is missing, and also on a connection that was answered once."""
    async with served(SHORT) as port:
        assert SHORT.request <= await seconds_until_cut(port, sent) < SHORT.request + 1


async def test_dripping_bytes_win_no_time() -> None:
    """A byte now and then is the oldest way to hold a connection."""
    async with served(SHORT) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        begun = asyncio.get_running_loop().time()
        writer.write(b"GET /livez HTTP/1.1\r\nX: ")
        while not reader.at_eof() and asyncio.get_running_loop().time() < begun + SECONDS:
            writer.write(b"x")
            try:
                await asyncio.wait_for(reader.read(), 0.05)
            except TimeoutError:
                continue
            except ConnectionError:
                break
        assert asyncio.get_running_loop().time() - begun < SHORT.request + 1


@pytest.mark.slow
async def test_an_answer_that_nobody_takes_is_cut_and_one_taken_slowly_is_not() -> None:
    """The answer has a longer clock than the request, and one of its own."""
    async with served(SHORT) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /big HTTP/1.1\r\nHost: ngayso\r\nConnection: close\r\n\r\n")
        await asyncio.sleep(SHORT.request * 2)  # longer than a request may take
        assert len(await reader.read()) > BIG
        writer.close()

        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(b"GET /big HTTP/1.1\r\nHost: ngayso\r\n\r\n")
        await asyncio.sleep(SHORT.answer + 0.5)
        try:
            taken = len(await reader.read())
        except ConnectionResetError:
            taken = 0
        assert taken < BIG
        writer.close()


@pytest.mark.slow
async def test_an_answer_that_never_comes_is_cut() -> None:
    """A fault of ours holds no connection either."""
    async with served(SHORT) as port:
        cut = await seconds_until_cut(port, b"GET /never HTTP/1.1\r\nHost: ngayso\r\n\r\n")
    assert SHORT.answer <= cut < SHORT.answer + 1


async def test_beyond_the_limit_the_longest_waiting_makes_room() -> None:
    """Nobody is kept out by those who ask nothing, and a request under way is never cut for it."""
    patient = Bounds(request=60, answer=60, connections=5)
    async with served(patient) as port:
        at_work = await asyncio.open_connection("127.0.0.1", port)
        at_work[1].write(b"GET /never HTTP/1.1\r\nHost: ngayso\r\n\r\n")
        assert await answer_on(port)
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(20)]
        assert await answer_on(port)
        first, last = idle[0][0], idle[-1][0]
        assert await asyncio.wait_for(first.read(), SECONDS) == b""
        for reader in (at_work[0], last):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.read(), 0.1)
        for _, writer in (at_work, *idle):
            writer.close()


async def test_a_header_has_a_size() -> None:
    """Refused as soon as it is too long, whatever follows."""
    async with served(SHORT) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /livez HTTP/1.1\r\nX: " + b"x" * 3 * SHORT.header)
        assert (await asyncio.wait_for(reader.readline(), SECONDS)).startswith(b"HTTP/1.1 400")
        writer.close()
