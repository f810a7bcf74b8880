"""Tests, deploy, machine: compose.yaml is made of the manifests; its page names what is there."""

import json
import re
from functools import cache

import pytest
import yaml

from deploy.machine import compose
from tests.deploy.manifests import HAS_KUBECTL, ROOT, Json, documented_secrets

PAGE = (ROOT / "docs" / "machines.md").read_text()
BLOCKS = "".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


pytestmark = pytest.mark.skipif(not HAS_KUBECTL, reason="kubectl renders; not on PATH")


@cache
def texts() -> dict[str, str]:
    return compose.written(compose.rendered())


def file() -> Json:
    """As an operator gets it: written, and read as compose reads it."""
    read: Json = yaml.safe_load(texts()["compose.yaml"])
    return read


def services() -> dict[str, Json]:
    found: dict[str, Json] = file()["services"]
    return found


def test_a_service_is_locked_down_as_its_pod_is() -> None:
    """As tests/deploy/pods.py has it of pods."""
    assert services().keys() >= {"nats", "registry", "notifier", "reporting", "ops", "topology"}
    for service in services().values():
        _is_locked_down(service)


def _is_locked_down(service: Json) -> None:
    user, _, group = service["user"].partition(":")

    assert min(int(user), int(group)) >= 10_000
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    for folder in service["tmpfs"]:
        assert folder.endswith(f"mode=0755,uid={user},gid={group}")
    assert ":" in service["image"]
    assert not service["image"].endswith(":latest")


def test_what_a_service_reads_is_there() -> None:
    """Files that settings name are mounted; hosts that they name are services."""
    for service in services().values():
        _finds_its_files(service)


def _finds_its_files(service: Json) -> None:
    told = service["environment"]
    files = {one["target"] for kind in ("configs", "secrets") for one in service.get(kind, [])}

    assert {value for key, value in told.items() if key.endswith("_FILE")} <= files
    if url := told.get("NGAYSO_NATS_URL"):
        assert url.removeprefix("nats://").removesuffix(":4222") in services()
    for kind in ("configs", "secrets"):
        assert {one["source"] for one in service.get(kind, [])} <= file()[kind].keys()


def test_the_operator_finds_each_service() -> None:
    """No Service of Kubernetes turns port 80 into the container's."""
    said = json.loads(texts()["configs/ops-endpoints-json"])["http"]
    port = services()["reporting"]["environment"]["NGAYSO_HTTP_PORT"]
    assert said == {name: f"http://{name}:{port}" for name in ("notifier", "registry", "reporting")}
    for name, published in compose.PUBLISHED.items():
        assert [one.rpartition(":")[2] for one in published] == [port], name
        assert all(one.startswith("127.0.0.1:") for one in published), name


def test_one_server_keeps_one_copy() -> None:
    """A server that looks for others, or a stream that wants three, would never be ready."""
    assert "routes" not in texts()["configs/nats-config-cluster-conf"]
    copies = {one["environment"].get("NGAYSO_NATS_REPLICAS") for one in services().values()}
    assert copies == {None, "1"}
    assert services()["nats"]["stop_signal"] == "SIGUSR2"


def test_texts_are_files_beside_it() -> None:
    """Compose puts no text into a root that is read-only."""
    named = {one["file"].removeprefix("./") for one in file()["configs"].values()}
    assert named | {"compose.yaml"} == texts().keys()


def test_secrets_are_those_of_the_readme() -> None:
    """One table says which there are and what they hold."""
    for one in file()["secrets"].values():
        _, _, name, key = one["file"].split("/")
        assert key in documented_secrets()[name], one


def test_the_page_names_what_there_is() -> None:
    """Each service of a command is in the file; folders are made for whoever writes there."""
    doing = r"docker compose (?:up -d(?: --force-recreate)?|run --rm|stop) ?([a-z ]*)$"
    named = re.findall(doing, BLOCKS, re.MULTILINE)
    named += re.findall(r"docker compose (?:exec(?: -T)?|logs --since=\w+) ([a-z]+)", BLOCKS)
    assert {name for words in named for name in words.split()} <= services().keys()

    wanted = {
        (volume.split(":")[0].removeprefix("./"), service["user"].partition(":")[0])
        for service in services().values()
        for volume in service["volumes"]
    }
    made = re.findall(r"^install -d -o (\d+) -g \d+ (.+)$", BLOCKS, re.MULTILINE)
    assert {(folder, user) for user, folders in made for folder in folders.split()} == wanted
