"""Workbook: a number as Vietnamese write it, and in words, as an amount of money is read back.

Written here because num2words 0.5.14 says 1.010 as "một nghìn lẻ mười" and 10^15 as "một trăm
nghìn tỷ".
"""

from decimal import Decimal

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
"""Digits that are said otherwise behind "mươi"."""
BILLION = 10**9


def grouped(number: int | Decimal) -> str:
    """24455 → "24.455", 12.50 → "12,5": a point parts thousands, a comma decimals."""
    whole, _, decimals = f"{Decimal(number):,f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")


def in_words(number: int) -> str:
    """1934800000 → "một tỷ chín trăm ba mươi tư triệu tám trăm nghìn"; from 0."""
    high, low = divmod(number, BILLION)
    if not high:
        return _below_billion(low, full=False) or DIGITS[0]
    return f"{in_words(high)} tỷ {_below_billion(low, full=True)}".rstrip()


def _below_billion(number: int, *, full: bool) -> str:
    """Groups of three digits that are not zero; `full` says the hundreds of the first one also
    where there are none, as what follows a greater group needs it.
    """
    said: list[str] = []
    for scale, name in ((10**6, " triệu"), (10**3, " nghìn"), (1, "")):
        group, number = divmod(number, scale)
        if group:
            said.append(_group(group, full=full or bool(said)) + name)
    return " ".join(said)


def _group(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens > 1:
        said += [DIGITS[tens], "mươi"]
    elif tens:
        said.append("mười")
    elif ones and said:
        said.append("lẻ")
    if ones:
        known = AFTER_TENS if tens > 1 else {5: "lăm"} if tens else {}
        said.append(known.get(ones, DIGITS[ones]))
    return " ".join(said)
