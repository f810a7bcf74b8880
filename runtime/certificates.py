"""Runtime, certificates: who is believed, and who we are, as the files say at each connection."""

import ssl
from collections.abc import Callable
from typing import Any, Self

Load = Callable[[], ssl.SSLContext]


class Certificates(ssl.SSLContext):
    """Of a client. The files are read anew for every connection that is made, so that certificates
    may be renewed under a running service; raises OSError where they cannot be read.
    """

    _load: Load

    def __new__(cls, load: Load) -> Self:
        made = super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)
        made._load = load
        load()
        return made

    def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
        """As the context that it stands for; asyncio asks this one for each of its connections."""
        return self._load().wrap_bio(*args, **options)

    def wrap_socket(self, *args: Any, **options: Any) -> ssl.SSLSocket:
        """As `wrap_bio`, for who connects in a thread."""
        return self._load().wrap_socket(*args, **options)
