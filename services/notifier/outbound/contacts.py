"""Notifier, outbound: reads a unit's contacts from the only place that holds them."""

import structlog
from faststream.nats import NatsBroker
from nats.js.errors import KeyNotFoundError
from pydantic import ValidationError

from contracts.outgoing import Contacts
from contracts.topology import CONTACTS_BUCKET
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js

log = structlog.get_logger()


class ContactBucket:
    """As application.ports.ContactBook: the CONTACTS bucket."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def of(self, unit: str) -> Contacts | None:
        """The unit's contacts; None where there are none, or they cannot be understood."""
        bucket = await reached(js(self._broker).key_value(CONTACTS_BUCKET))
        try:
            entry = await reached(bucket.get(unit))
            return Contacts.model_validate_json(entry.value or b"")
        except KeyNotFoundError:
            return None
        except ValidationError as error:
            # Not raised: the error's text holds what it could not read, a person's data.
            log.warning("contacts-not-understood", unit=unit, faults=error.error_count())
            return None
