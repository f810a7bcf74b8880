"""A stack's keys and its data belong together."""

from pathlib import Path

import pytest

from deploy.local.access import look_at
from deploy.local.process import ProcessFailed
from runtime.access import safe


def test_streams_that_were_written_under_other_keys_are_told_of(tmp_path: Path) -> None:
    """The server would start without them, and without a word."""
    keys, kept = safe.make(tmp_path / "auth"), tmp_path / "data/nats/jetstream"
    look_at(kept, keys)
    (kept / "jetstream" / keys.platform()).mkdir(parents=True)
    look_at(kept, keys)
    others = safe.make(tmp_path / "others")
    with pytest.raises(ProcessFailed, match="put those back"):
        look_at(kept, others)
