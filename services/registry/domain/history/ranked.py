"""Registry, domain: names in the order in which they were added; a persistent value."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from immutables import Map

from contracts.values import ReceiptOrder

Change = tuple[str, ReceiptOrder | None]
"""A name, and since when it is there: None where it is not any more."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Names with the receipt since when each is there; every step costs the same at any size.

    `places` numbers the names; `first` and `last` are the lowest and highest number in use. What is
    freed at either end is passed over once: a later name takes the number after `last` again.
    """

    names: Map[int, tuple[str, ReceiptOrder]] = field(default_factory=Map)
    places: Map[str, int] = field(default_factory=Map)
    first: int = 0
    last: int = -1

    def __len__(self) -> int:
        return len(self.places)

    def __contains__(self, name: str) -> bool:
        return name in self.places

    def at(self, number: int) -> ReceiptOrder | None:
        """Since when there are so many of them: 1 asks for the first; None while there are fewer.

        The cost is that of `number` steps, and of the gaps that were left between.
        """
        if len(self) < number:
            return None
        place = self.first
        for _ in range(number - 1):
            place += 1
            while place not in self.names:
                place += 1
        return self.names[place][1]

    def newest(self) -> ReceiptOrder | None:
        """Since when the last of them is there."""
        return self.names[self.last][1] if self.places else None

    def told(self, changes: Sequence[Change]) -> "Ranked":
        """After changes in this order: a name goes to the end, or is left out where there is no
        moment since when. One that is there stays where it is.
        """
        if all((since is not None) == (name in self.places) for name, since in changes):
            return self
        names, places = self.names.mutate(), self.places.mutate()
        first, last = self.first, self.last
        for name, since in changes:
            if since is None and name in places:
                del names[places.pop(name)]
                while places and first not in names:
                    first += 1
                while places and last not in names:
                    last -= 1
                first, last = (first, last) if places else (0, -1)
            elif since is not None and name not in places:
                last += 1
                names[last], places[name] = (name, since), last
        return Ranked(names.finish(), places.finish(), first, last) if places else NONE


NONE = Ranked()
