"""A page that is looked for where it ended last is the page that there is."""

import bson
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.documents import UnitDocument
from services.reporting.outbound.kept.ends import Ends
from services.reporting.outbound.mongodb import Record


class Records:
    """As LiveRecords, of these keys."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.looked: list[int] = []

    async def stored(self, _: str, where: Record, *, sort: str, limit: int) -> list[bytes]:
        assert sort == "_id"
        range_ = where.get("_id", {})
        low, high = range_.get("$gt", ""), range_.get("$lte", "z")
        found = [key for key in sorted(self.keys) if low < key <= high]
        self.looked.append(len(found))
        record = {"id": "x", "names": [{"value": "x"}]}
        told = [{"unit": key, "name": key, "sort": key, "record": record} for key in found]
        return [bson.encode(one) for one in told[:limit]]


@given(st.lists(st.sets(st.sampled_from("abcdefghij"), max_size=10), max_size=6), st.integers(1, 4))
async def test_whatever_came_or_went_meanwhile(moments, count: int) -> None:
    records, ends = Records(), Ends()
    for records.keys in moments:
        for after in ("", "c"):
            where: Record = {"unit": "u"} | ({"_id": {"$gt": after}} if after else {})
            found = await ends.first(records, UnitDocument, where, count)  # type: ignore[arg-type]
            wanted = sorted(key for key in records.keys if key > after)[:count]
            assert [one.key for one in found] == wanted


async def test_a_page_that_is_asked_for_again_is_looked_for_in_itself_alone() -> None:
    records, ends = Records(), Ends()
    records.keys = {*"abcdefghij"}
    for _ in range(3):
        await ends.first(records, UnitDocument, {"unit": {"$in": ["u"]}}, 3)  # type: ignore[arg-type]
    assert records.looked == [10, 3, 3]
