"""`make bench` on very few commands: everything is measured, whatever the figures are."""

import json

import pytest

from bench.__main__ import bench
from bench.campaign.given import Size

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.timeout(420)]

TINY = Size(
    rounds=1,
    servers=(1,),
    commands=300,
    registries=(1, 2),
    history=(10, 20),
    burst=60,
    declared=10,
    projected=200,
    mails=40,
    due=30,
    seconds=0.1,
    read=(40, 80),
    requests=1,
)


PROMISED = {
    ("decided by one registry", "the bare loop"),
    ("decided by two registries", "the bare loop"),
    ("decided by two registries", "one registry"),
    ("conflicts of two registries", "their commands"),
    ("warm, 10 activities", "the bare loop"),
    ("warm, 20 activities", "warm, 10 activities"),
    ("cold, 20 activities", "reading it one by one"),
    ("cold, 20 activities", "hearing it"),
    ("start, first verdict of 960 activities", "its modules alone"),
    ("peak memory, every unit asked", "its modules alone"),
    ("facts projected", "documents inserted"),
    ("facts projected, by batches", "inserts and a checkpoint"),
    ("facts projected, guarded", "writes, each guarded"),
    ("totals, 80 activities", "40 activities"),
    ("plan page, 80 activities", "40 activities"),
    ("a command until the API tells it, at 200/s", "a second"),
    ("memory of reporting, 80 activities", "40 activities"),
    ("mails handed to a relay", "bare sendmail, as many lines"),
    ("95 of 100 accepted, of 30 due at once", "bare sendmail, as many lines"),
    ("people told, due at once", "bare sendmail, as many lines"),
    *(
        (f"a person's share of a core, {name}", "bare sendmail, as many lines")
        for name in ("notifiers", "nats-server", "relay", "all")
    ),
    ("peak memory, 30 people due at once", "its modules alone"),
    *((f"stored, {in_flight} in flight", "synced later") for in_flight in (1, 10, 100)),
}


async def test_every_figure_is_measured_and_stands_beside_a_baseline(tmp_path, capsys):
    """And no unit's own command met a conflict, since each partition has one owner."""
    await bench(TINY, tmp_path / "bench.json")

    said = json.loads((tmp_path / "bench.json").read_text())
    figures, printed = said["figures"], capsys.readouterr().out
    names = {(one["name"], one["against"]) for one in figures}
    assert said["cores"]
    assert len(names) == len(figures)
    assert names >= PROMISED
    for one in figures:
        assert one["name"] in printed
        assert len(one["rounds"]) == TINY.rounds
        if one["name"].startswith("a person's share"):
            continue  # a core's time is told in ticks of 10 ms: among few persons it may be none
        assert one["baseline"] > 0
        assert (one["value"] == 0) == one["name"].startswith("conflicts"), one["name"]
        assert one["spread"][0] <= one["ratio"] <= one["spread"][1]
