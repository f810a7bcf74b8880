"""Contracts, personal: what free text may not hold: a citizen's number, a telephone, an e-mail.

Contacts are kept apart and can be erased; what a command says stands in the log for ever.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import phonenumbers


class Kind(NamedTuple):
    """What was found, as a finding names it."""

    vi: str
    en: str


CITIZEN = Kind("số định danh cá nhân, CCCD hoặc CMND", "a citizen's number")
PHONE = Kind("số điện thoại", "a telephone number")
EMAIL = Kind("địa chỉ thư điện tử", "an e-mail address")

_MAY_HOLD = re.compile(r"@|[0-9](?:[ .-]?[0-9]){6}")
"""What each of the three has at least; most texts have none and are done with."""
_EMAIL = re.compile(r"(?<![\w.%+/@-])[\w.%+-]+@[\w-]+(?:\.[\w-]+)+")
_EDGE, _END = r"(?<![\w.,/-])", r"(?![\w/-]|[.,][0-9])"
_CITIZEN = re.compile(rf"{_EDGE}0[0-9]{{2}}([ .-]?)[0-9]{{3}}\1[0-9]{{3}}\1[0-9]{{3}}{_END}")
_OLD_CITIZEN = re.compile(
    r"(?:CMND|CMT|CCCD|chứng minh|căn cước|định danh cá nhân)[^0-9]{0,40}"
    r"(?:[0-9]{12}|[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3})(?![0-9])",
    re.IGNORECASE,
)
_NATIONAL = re.compile(
    rf"{_EDGE}\(?(?:0[0-9]{{9,10}}"
    r"|0[0-9]{1,4}\)?([ .-])[0-9]{2,4}(?:\1[0-9]{2,4}){1,3}"
    r"|0[0-9]{1,4}\)?[ .-][0-9]{3,8})"
    rf"{_END}"
)
_FOREIGN = re.compile(rf"(?<![\w+])\+[1-9](?:[ .()-]{{0,2}}[0-9]){{7,14}}{_END}")
_WITH_84 = re.compile(
    rf"{_EDGE}84([ ]?)[35789][0-9]{{1,2}}\1[0-9]{{3}}\1[0-9]{{3,4}}{_END}(?!\s*(?:đồng|đ\b|VN[ĐD]))"
)
_PROVINCE = re.compile(r"0(?:0[1-9]|[1-9][0-9])")


def personal(text: str) -> list[Kind]:
    """Which kinds of a person's data a text holds, each once; the text itself is told nowhere.

    Dates, amounts, years, numbers of documents and the short or free numbers of a hotline (1022,
    1900…, 1800…) are none.
    """
    if not _MAY_HOLD.search(text):
        return []
    found = []
    if any(_citizens(text)):
        found.append(CITIZEN)
    if any(_phones(text)):
        found.append(PHONE)
    if _EMAIL.search(text):
        found.append(EMAIL)
    return found


def _citizens(text: str) -> Iterator[str]:
    """Twelve digits that begin as a province's do (Nghị định 137/2015, art. 13), or the nine of the
    old card where the text says what they are: nine digits alone may be an amount.
    """
    for match in _CITIZEN.finditer(text):
        if _PROVINCE.match(match[0]):
            yield match[0]
    for match in _OLD_CITIZEN.finditer(text):
        yield match[0]


def _phones(text: str) -> Iterator[str]:
    """What the numbering plan knows as a subscriber's number, of a mobile or a landline."""
    for pattern in (_NATIONAL, _FOREIGN, _WITH_84):
        for match in pattern.finditer(text):
            digits = re.sub(r"[^0-9+]", "", match[0])
            if _subscriber(digits if not digits.startswith("84") else f"+{digits}"):
                yield match[0]


def _subscriber(digits: str) -> bool:
    if re.fullmatch(r"01[2689][0-9]{8}", digits):
        return True  # eleven digits, as mobile numbers were until 2018
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        return False
    kind = phonenumbers.number_type(number)
    return kind in {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
