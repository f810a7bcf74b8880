"""Runtime, access: the folder of keys from which accounts and credentials are signed.

`networks`, where somebody wrote it, says from where the three services may connect, a CIDR a line.
`operator.nk` is needed once and then kept elsewhere; the other keys stay with whoever issues
credentials. None of them enters a cluster: the servers need `servers.conf` alone, a service its
own file under `creds/`.
"""

import time
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, NamedTuple

import nkeys

from contracts.fence import GIVEN
from contracts.permissions import ACCESS, KEEPER, REPORTING, SERVICES, TOPOLOGY, Permissions
from contracts.topology import NOTIFIER, REGISTRY
from runtime.access import claims
from runtime.access.claims import new_key, public

ISSUER = "issuer"
"""The user who hands new claims to the servers, and may do nothing else."""
JOB_SECONDS = 3600
"""How long credentials of the topology Job are valid."""
PUSHED = "$SYS.REQ.CLAIMS.UPDATE"
_USERS = {**SERVICES, ACCESS: KEEPER}
_ISSUER = {ISSUER: Permissions((PUSHED,), (f"_INBOX_{ISSUER}.>",))}
_SIGNING, _PLATFORM = "operator-signing.nk", "platform-signing.nk"
_JWTS = ("operator", "system", "platform")


class Keys(NamedTuple):
    """`signing` signs accounts; `word` gives the word of the account `platform` for an import."""

    signing: nkeys.KeyPair
    word: nkeys.KeyPair
    platform: str


@dataclass(frozen=True)
class Safe:
    """A folder that was made by `make`; reading it raises OSError where it is none."""

    folder: Path

    def keys(self) -> "Keys":
        """What an account is signed with."""
        return Keys(
            _read_key(self.folder / _SIGNING), _read_key(self.folder / _PLATFORM), self.platform()
        )

    def platform(self) -> str:
        """The public key of the platform's account. JetStream's data hang on it."""
        return str(claims.read(self.jwt("platform"))["sub"])

    def jwt(self, name: Literal["operator", "system", "platform"]) -> str:
        return (self.folder / f"{name}.jwt").read_text().strip()

    def credentials(self, user: str) -> Path:
        """The file of one of our own users."""
        return self.folder / "creds" / f"{user}.creds"


def make(folder: Path, claims_dir: str = "accounts") -> Safe:
    """Make what is missing, and write anew what follows from the contracts.

    Keys that are there are kept: the platform's key is what its streams are found by. `claims_dir`
    is the folder, on the servers, where they keep accounts. Raises ValueError where `networks` has
    a line that is none.
    """
    for part in (folder, folder / "roles", folder / "creds"):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
    safe, at = Safe(folder), int(time.time())
    signing = _key(folder / _SIGNING, "operator")
    if not (folder / "operator.jwt").exists():
        identity = _key(folder / "operator.nk", "operator")
        write_secret(folder / "operator.jwt", claims.operator(identity, signing, at))
    roles = {user: _key(folder / "roles" / f"{user}.nk", "account") for user in (*_USERS, ISSUER)}
    bound = dict.fromkeys((REGISTRY, NOTIFIER, REPORTING), _networks(folder))
    allowed = {
        public(roles[user]): may._replace(networks=bound.get(user, ()))
        for user, may in _USERS.items()
    }
    allowed[public(_key(folder / _PLATFORM, "account"))] = Permissions((), ())
    platform, system = _account_key(folder, "platform"), _account_key(folder, "system")
    exports = [claims.export(one.local, one.kind, one.subject) for one in GIVEN]
    told = claims.account(
        *(signing, platform, "PLATFORM", at), roles=allowed, exports=exports, streams=True
    )
    write_secret(folder / "platform.jwt", told)
    issuer = {public(roles[user]): may for user, may in _ISSUER.items()}
    write_secret(folder / "system.jwt", claims.account(signing, system, "SYS", at, roles=issuer))
    for user, role in roles.items():
        if user == TOPOLOGY:  # may change streams, and so empty the log: it ends with its Job
            ending = issue(role, platform, user, at, until=at + JOB_SECONDS)
            write_secret(safe.credentials(user), ending[1])
        elif not safe.credentials(user).exists():
            of_account = system if user == ISSUER else platform
            write_secret(safe.credentials(user), issue(role, of_account, user, at)[1])
    write_secret(folder / "servers.conf", server_config(safe, claims_dir))
    return safe


def _networks(folder: Path) -> tuple[str, ...]:
    file = folder / "networks"
    lines = file.read_text().split() if file.exists() else []
    return tuple(str(ip_network(line)) for line in lines)


def issue(
    role: nkeys.KeyPair, account: str, name: str, at: int, until: int | None = None
) -> tuple[str, str]:
    """A new user of an account: its public key, and the text of its credentials file."""
    key = new_key("user")
    token = claims.user(role, account, public(key), name, at, until)
    return public(key), claims.credentials(token, key)


def server_config(safe: Safe, claims_dir: str) -> str:
    """What a nats-server reads, by `include`, to know whom to trust; the same for every server.

    A server asks the others for claims that it missed when it starts and each two minutes (at 5 s
    3,500 accounts cost a fifth of a core, measured). Deleting is off: an account is ended by
    claims that let nobody in, since one that is deleted would be looked up again.
    """
    system = claims.read(safe.jwt("system"))["sub"]
    return f"""\
operator: "{safe.jwt("operator")}"
system_account: {system}
resolver: {{ type: full, dir: "{claims_dir}", allow_delete: false, interval: "2m", timeout: "2s" }}
resolver_preload: {{
  {system}: "{safe.jwt("system")}"
  {safe.platform()}: "{safe.jwt("platform")}"
}}
"""


def write_secret(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    beside(path, text).replace(path)


def beside(path: Path, text: str) -> Path:
    """Such a file next to where it is to stand, until it may replace what stands there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    partial.write_text(text)
    return partial


def _read_key(path: Path) -> nkeys.KeyPair:
    return nkeys.from_seed(path.read_text().strip().encode())


def _key(path: Path, kind: Literal["operator", "account"]) -> nkeys.KeyPair:
    """The key that is there, or a new one."""
    if not path.exists():
        write_secret(path, new_key(kind).seed.decode())
    return _read_key(path)


def _account_key(folder: Path, name: str) -> str:
    """An account's public key. Its seed is forgotten: other keys sign for it."""
    path = folder / f"{name}.jwt"
    if path.exists():
        return str(claims.read(path.read_text())["sub"])
    return public(new_key("account"))
