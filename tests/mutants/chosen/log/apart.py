"""Mutants, chosen: views, timers and a log that came apart, and how they are brought together."""

from tests.mutants.fault import Fault

KEEPING = "services/reporting/application/keeping"
AGREEING = ("tests/reporting/application/keeping/test_agreeing.py",)
REBUILDING = ("tests/reporting/application/keeping/test_rebuilding.py",)
RENEWING = ("tests/notifier/application/log/test_renewing.py",)

APART = (
    Fault(
        "views that came back empty are filled from the middle of the log on",
        f"{KEEPING}/agreeing.py",
        'return "view-empty" if delivered else None',
        "return None",
        AGREEING,
    ),
    Fault(
        "views that came back older go on as if they lacked nothing",
        f"{KEEPING}/agreeing.py",
        'return "view-older" if stored.sequence == delivered and lacks else None',
        "return None",
        AGREEING,
    ),
    Fault(
        "another log that has grown as long is taken for the views' own",
        f"{KEEPING}/agreeing.py",
        "return None if same and then else",
        "return None if lock else",
        AGREEING,
    ),
    Fault(
        "what came apart is forgotten at the next look",
        f"{KEEPING}/agreeing.py",
        "            await self._store.refuse(found)\n",
        "            pass\n",
        AGREEING,
    ),
    Fault(
        "views are read before the end of the log is in them",
        f"{KEEPING}/rebuilding.py",
        "            await filling.to_the_end()\n        except BaseException:",
        "            pass\n        except BaseException:",
        REBUILDING,
    ),
    Fault(
        "a rebuild that failed at its end leaves the views shut",
        f"{KEEPING}/rebuilding.py",
        "            await self._store.reopen()\n",
        "            pass\n",
        REBUILDING,
    ),
    Fault(
        "views are kept at a point as if nothing had been left out",
        f"{KEEPING}/rebuilding.py",
        "self._kept >= EVERY and not self._stuck",
        "self._kept >= EVERY",
        REBUILDING,
    ),
    Fault(
        "a message on its way is lost with its stream",
        "services/notifier/domain/renew.py",
        "if posting.end is None or now - posting.leaves_at < KEPT:",
        "if posting.end is not None:",
        RENEWING,
    ),
    Fault(
        "a stream is marked as whole although a unit's timers could not be set",
        "services/notifier/application/reminding.py",
        "            if failure is not None:\n                raise failure\n",
        "            if failure is not None and not looks:\n                raise failure\n",
        RENEWING,
    ),
)
