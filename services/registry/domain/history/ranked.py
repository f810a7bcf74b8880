"""Registry, domain: names in the order in which they were added; a persistent value."""

from dataclasses import dataclass, field

from immutables import Map

from contracts.values import ReceiptOrder


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

    def told(self, name: str, since: ReceiptOrder | None) -> "Ranked":
        """With the name at the end; left out where there is no moment since when."""
        return self.added(name, since) if since else self.without(name)

    def added(self, name: str, since: ReceiptOrder) -> "Ranked":
        """With the name at the end; one that is there stays where it is."""
        if name in self.places:
            return self
        number = self.last + 1
        names, places = self.names.set(number, (name, since)), self.places.set(name, number)
        return Ranked(names, places, self.first, number)

    def without(self, name: str) -> "Ranked":
        """The name left out, where it is there."""
        if name not in self.places:
            return self
        names, places = self.names.delete(self.places[name]), self.places.delete(name)
        first, last = self.first, self.last
        while places and first not in names:
            first += 1
        while places and last not in names:
            last -= 1
        return Ranked(names, places, first, last) if places else NONE


NONE = Ranked()
