"""Notifier, settings: the relay, the gateway and the office's manners, read once in build()."""

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from runtime.settings import RuntimeSettings
from services.notifier.domain.digest.slots import Manners
from services.notifier.domain.handover import Limits
from services.notifier.domain.stops.only_to import OnlyTo, only_to


class Settings(RuntimeSettings):
    """Environment variables, prefix NGAYSO_; secrets are read from files."""

    smtp_host: str = Field("127.0.0.1", description="Host of the mail relay.")
    smtp_port: int = Field(25, ge=1, le=65535, description="Port of the mail relay.")
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        "none", description="How the connection to the relay is secured."
    )
    smtp_from: str = Field(
        "Nhắc việc Ngày Số <nhacviec@ngayso.example>",
        pattern=r"^[^@\r\n]*[^@\s<>]+@[^@\s<>]+>?$",
        description="Sender of the mails; its domain also ends every Message-ID.",
    )
    smtp_user: str | None = Field(None, description="User name at the relay; none: no login.")
    smtp_password_file: Path | None = Field(
        None, description="File with the relay's password, read anew for each connection."
    )
    smtp_connections: int = Field(
        8, ge=1, le=100, description="Connections that a replica keeps to the relay, at most."
    )
    smtp_mails_per_connection: int = Field(
        100, ge=1, description="Mails after which a connection to the relay is opened anew."
    )
    smtp_per_minute: int | None = Field(
        None, ge=1, description="Mails a minute, of all replicas together; none: no limit."
    )
    imap_host: str | None = Field(
        None,
        description="Host of the mailbox that bounces and answers come back to; none: not read.",
    )
    imap_port: int = Field(993, ge=1, le=65535, description="Port of the mailbox.")
    imap_security: Literal["none", "starttls", "tls"] = Field(
        "tls", description="How the connection to the mailbox is secured."
    )
    imap_user: str = Field("", description="User name at the mailbox.")
    imap_password_file: Path | None = Field(
        None, description="File with the mailbox's password, read anew for each look."
    )
    mail_ca_file: Path | None = Field(
        None,
        description="Certificates that the relay's and the mailbox's own must come from; none: the"
        " system's.",
    )
    templates: Path | None = Field(
        None,
        description="Folder of the office's own mail templates, each in place of ours of the same"
        " name; none: ours.",
    )
    gateways_file: Path = Field(
        Path("var/gateways.yaml"), description="File that says which gateways take SMS, and how."
    )
    sms_from: time = Field(time(7), description="No SMS before this hour, in the plan's zone.")
    sms_until: time = Field(time(21), description="No SMS from this hour on, in the plan's zone.")
    mails_a_day: int = Field(
        3,
        ge=1,
        description="Mails that a person gets a day, over all plans; more go into the next.",
    )
    sms_a_day: int = Field(
        2, ge=1, description="SMS that a person gets a day, over all plans; more go into the next."
    )
    gather_for: timedelta = Field(
        timedelta(seconds=2),
        description="How long (real time) what is due to one person is gathered into one message.",
    )
    gather_ahead: timedelta = Field(
        timedelta(minutes=5),
        description="How long (campaign time) before its moment what is due then is gathered.",
    )
    give_up_after: timedelta = Field(
        timedelta(hours=24),
        description="How long (real time) a message is tried before it has failed.",
    )
    only_to: str | None = Field(
        None,
        description="Under test only: nobody but these is written to. Addresses, domains"
        " (`@co-quan.vn`) and mobile numbers, parted by commas; empty: nobody; not set: everybody.",
    )
    contacts_master_file: Path = Field(
        Path("var/contacts/master"),
        description="File with the master secret of the contacts' keys: 32 random bytes in base64;"
        " further lines still open what was written under them.",
    )
    contacts_ring: Path = Field(
        Path("var/contacts/ring"),
        description="Folder of the ring of the contacts' keys, which all replicas share.",
    )
    contacts_ring_copies: Path | None = Field(
        None, description="Folder of the ring's copies, one a day for 30 days; none: no copies."
    )
    help_phone: str = Field(
        "",
        pattern=r"^[0-9. ]{0,20}$",
        description="Telephone number at the end of each SMS: whom to call.",
    )
    help_line: str = Field(
        "",
        max_length=300,
        description="A Vietnamese sentence at the end of each mail: where to ask.",
    )
    links_url: str | None = Field(
        None,
        pattern=r"^https://[^/?#\s]+(/[^?#\s]*[^/?#\s])?$",
        description="Where signed links lead; what is below /unsubscribe/ there is the notifier's."
        " None: no links.",
    )
    links_key_file: Path | None = Field(
        None,
        description="File with the Ed25519 private key (PEM) that signs links; the first one signs,"
        " and the file is read again when it changes.",
    )
    links_to_pages: bool = Field(
        False, description="Whether mails lead to units' pages too, where such pages stand."
    )
    links_hold: timedelta = Field(
        timedelta(days=14), gt=timedelta(0), description="How long a link opens its page."
    )
    links_in_sms: bool = Field(
        False,
        description="Whether an SMS carries the link too; only to a page of the office's own domain"
        " below .gov.vn.",
    )

    @field_validator("only_to")
    @classmethod
    def _readable(cls, written: str | None) -> str | None:
        """A slip in the list is told at the start, not when somebody is not written to."""
        if written is not None:
            only_to(written)
        return written

    @model_validator(mode="after")
    def _hours(self) -> "Settings":
        """Hours that end before they begin would let no SMS leave, ever, and nobody would see."""
        if self.sms_from >= self.sms_until:
            raise ValueError(
                "NGAYSO_SMS_UNTIL: the hours of SMS end on the day they begin; set it later than"
                " NGAYSO_SMS_FROM, at most 23:59"
            )
        return self

    @property
    def only(self) -> OnlyTo | None:
        return None if self.only_to is None else only_to(self.only_to)

    @property
    def limits(self) -> Limits:
        """How long a message is tried; how often, and when, people are written to."""
        manners = Manners(self.mails_a_day, self.sms_a_day, self.sms_from, self.sms_until)
        return Limits(self.give_up_after, manners)

    @model_validator(mode="after")
    def _links(self) -> "Settings":
        """People are warned of links in SMS: there is none but to a domain that only offices get,
        so to no shortener either.
        """
        if (self.links_url is None) != (self.links_key_file is None):
            raise ValueError("set both NGAYSO_LINKS_URL and NGAYSO_LINKS_KEY_FILE, or neither")
        if self.links_to_pages and not self.links_url:
            raise ValueError("NGAYSO_LINKS_TO_PAGES: set NGAYSO_LINKS_URL to where the pages stand")
        if self.links_in_sms and not (self.links_to_pages and _of_an_office(self.links_url)):
            raise ValueError(
                "NGAYSO_LINKS_IN_SMS: links in SMS go to pages (NGAYSO_LINKS_TO_PAGES) of an own"
                " domain below .gov.vn only; set NGAYSO_LINKS_URL to one, or leave SMS without"
                " links"
            )
        return self


def _of_an_office(url: str | None) -> bool:
    """Whether an address is https below .gov.vn, at the usual port and as nobody else."""
    parts = urlsplit(url or "")
    plain = parts.netloc == parts.hostname
    return plain and re.fullmatch(r"([a-z0-9-]+\.)+gov\.vn", parts.netloc) is not None


def secret(file: Path | None, fallback: str = "") -> str:
    """What a secret's file holds; the fallback where no file is set."""
    return file.read_text().strip() if file else fallback
