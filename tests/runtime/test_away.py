"""Which answers of three servers mean that they cannot answer yet."""

import pytest
from nats.js.errors import APIError, KeyNotFoundError, NoStreamResponseError

from runtime.failure import Unavailable
from runtime.jetstream.away import reached


async def answered(code: int, err_code: int) -> None:
    """As the client raises what a server answers."""
    APIError.from_error({"code": code, "err_code": err_code, "description": "x"})


@pytest.mark.parametrize("code", [400, 500, 503])
@pytest.mark.parametrize("err_code", [10008, 10009, 10163])
async def test_a_server_without_a_leader_is_away(code: int, err_code: int) -> None:
    """Whatever kind of error the client makes of it: what waits for it counts towards nothing."""
    with pytest.raises(Unavailable):
        await reached(answered(code, err_code))


async def test_no_leader_and_no_stream_answer_nothing() -> None:
    async def nothing() -> None:
        raise NoStreamResponseError

    with pytest.raises(Unavailable):
        await reached(nothing())


async def test_a_key_that_is_not_there_stays_what_it_is() -> None:
    """The client's own error, which has no code of a server's."""

    async def missing() -> None:
        raise KeyNotFoundError

    with pytest.raises(KeyNotFoundError):
        await reached(missing())


@pytest.mark.parametrize("err_code", [10071, 10164, 10037, 10100])
async def test_any_other_error_is_the_servers_answer(err_code: int) -> None:
    with pytest.raises(APIError) as raised:
        await reached(answered(400, err_code))
    assert raised.value.err_code == err_code
