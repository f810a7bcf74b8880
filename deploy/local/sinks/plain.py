"""Deployment, local: a simulator of an SMS gateway of no special kind, which can be asked.

`POST /messages` {"to", "text", "id", "callback"} answers 202; `GET /messages/<id>` says what it
has. It takes an id as often as it comes. Faults and numbers:
deploy/local/sinks/gateway.py.
"""

import argparse
from functools import partial
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.sinks import gateway
from deploy.local.sinks.gateway import Store, fate_of

KEY = "Bearer plain-key"


async def send(request: Request) -> Response:
    store: Store = request.app.state.store
    body, fault = await request.json(), store.next_fault()
    if (failed := await gateway.stumble(fault, body["to"])) is not None:
        return failed
    if request.headers.get("Authorization") != KEY:
        return JSONResponse({"state": "who-are-you"}, status_code=401)
    if fault.get("mode") == "code":
        return JSONResponse({"state": fault["code"]})
    if fate_of(body["to"]) == "failure":
        return JSONResponse({"state": "blocked"}, status_code=422)
    kept = {"RequestId": body["id"], "Phone": body["to"], "Content": body["text"]}
    ref = store.accept(kept, body["id"])
    state = "failed" if fate_of(body["to"]) == "bounce" else "arrived"
    task = BackgroundTask(_tell, body.get("callback", ""), state)
    answer = {"state": "queued", "message": {"ref": ref}}
    return JSONResponse(answer, 202, gateway.dropped(fault), background=task)


async def _tell(url: str, state: str) -> None:
    if url:
        await gateway.call_back("POST", url, json={"state": state})


async def asked(request: Request) -> Response:
    store: Store = request.app.state.store
    fault = store.next_fault()
    if (failed := await gateway.stumble(fault, "")) is not None:
        return failed
    if fault.get("mode") == "code":
        return JSONResponse({"state": fault["code"]})
    wanted = request.path_params["id"]
    found = [sms for sms in store.sent if sms["RequestId"] == wanted]
    return JSONResponse({"state": "queued" if found else "unknown"}, 200 if found else 404)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    post = partial(Route, methods=["POST"])
    routes = [post("/messages", send), Route("/messages/{id}", asked)]
    gateway.run(gateway.build(Store(arguments.out), routes), arguments.port)


if __name__ == "__main__":
    main()
