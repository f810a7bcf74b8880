"""Deployment, local: `make look` shows the dashboard of the last demo, as its campaign ended."""

import argparse
import json
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from deploy.local.command import REFUSED, claim, run
from deploy.local.demo import OUT, say, stack_in
from deploy.local.issuer.people import people, sign_in_line
from deploy.local.stack import until_told


def look(out: Path) -> int:
    """Serve what a finished demo left, until Ctrl-C."""
    if not (out / "summary.json").exists():
        print(
            f"Trong {out}/ chưa có buổi diễn tập nào chạy xong; hãy chạy make demo. / "
            f"There is no finished demo in {out}/; run make demo first.",
            file=sys.stderr,
        )
        return REFUSED
    with claim(out):
        told = json.loads((out / "summary.json").read_text())
        _serve(out, told)
    return 0


def _serve(out: Path, summary: dict[str, Any]) -> None:
    ended = datetime.fromisoformat(summary["ended"])
    who = people(**summary["people"])
    # From its last moment the campaign's clock goes on at the pace of every other clock.
    clock = {
        "NGAYSO_CLOCK_ANCHOR": datetime.now(UTC).isoformat(),
        "NGAYSO_CLOCK_START": ended.isoformat(),
    }
    with (
        until_told() as told,
        stack_in(out, who, clock, summary["servers"]) as stack,
    ):
        stack.start_to_look()
        stack.write_endpoints(out / "endpoints.json")
        say(
            f"  {stack.services['reporting'].url}   bảng theo dõi, {ended:%d/%m/%Y %H:%M}; "
            "Ctrl-C để dừng / the dashboard; Ctrl-C ends it"
        )
        say(sign_in_line(stack.endpoints()))
        stack.keep(told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the demo's results")
    return run(partial(look, parser.parse_args().out))


if __name__ == "__main__":
    sys.exit(main())
