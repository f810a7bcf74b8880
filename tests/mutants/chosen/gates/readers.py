"""Mutants, chosen: who may read, whose tokens are believed, and what a connection may take."""

from tests.mutants.fault import Fault

DOOR = "services/reporting/inbound/door"
ISSUER = "services/reporting/outbound/issuer"
EYES = "services/reporting/application/readers/eyes.py"
BELOW = "services/reporting/domain/readers/below.py"
TABLE = ("tests/reporting/inbound/door/test_table.py",)
GATE = ("tests/reporting/inbound/door/test_gate.py",)
SIGN_IN = ("tests/reporting/inbound/door/test_sign_in.py",)
TOKENS = ("tests/reporting/outbound/issuer/test_tokens.py",)
SEEN = ("tests/reporting/application/test_eyes.py",)
UNDER = ("tests/reporting/domain/readers/test_below.py",)
CLOCKS = ("tests/runtime/test_bounds.py",)

READERS = (
    Fault(
        "a plan's totals are told to whoever has a role",
        f"{DOOR}/table.py",
        '("GET", "/api/plans/{plan}/totals"): "whole"',
        '("GET", "/api/plans/{plan}/totals"): "readers"',
        TABLE,
    ),
    Fault(
        "whoever reads everything may rebuild the views",
        f"{DOOR}/gate.py",
        'who == "operator" and "operator" not in reader.roles',
        'who == "operator" and not reader.sees_everything',
        TABLE,
    ),
    Fault(
        "a cookie presses too",
        f"{DOOR}/gate.py",
        "    if request.method in READS and (kept",
        "    if request.method and (kept",
        GATE,
    ),
    Fault(
        "a sign-in that another browser began is gone on with",
        f"{DOOR}/sign_in.py",
        "    if not same or not PAGES",
        "    if not PAGES",
        SIGN_IN,
    ),
    Fault(
        "the end of a token is not looked at",
        f"{ISSUER}/tokens.py",
        '    except ExpiredTokenError:\n        return "token-expired"\n',
        "    except ExpiredTokenError:\n        return None\n",
        TOKENS,
    ),
    Fault(
        "a token for anybody is a token for us",
        f"{ISSUER}/tokens.py",
        'aud={"essential": True, "value": audience}',
        'aud={"essential": True}',
        TOKENS,
    ),
    Fault(
        "made-up keys make us ask the issuer each time",
        f"{ISSUER}/provider.py",
        "if self._clock() - self._tried_at < APART:",
        "if self._clock() < self._tried_at:",
        TOKENS,
    ),
    Fault(
        "a collector of one plan sees the whole of every plan",
        EYES,
        "offices & stands_for(",
        "stands_for(",
        SEEN,
    ),
    Fault(
        "a unit sees those that are beside it",
        BELOW,
        "            ahead += children.get(one, ())\n",
        "            ahead += [name for names in children.values() for name in names]\n",
        UNDER,
    ),
    Fault(
        "dripping bytes wind the clock up again",
        "runtime/bounds.py",
        "        super().handle_events()\n",
        "        super().handle_events()\n        self._wind(self.bounds.request)\n",
        CLOCKS,
    ),
)
