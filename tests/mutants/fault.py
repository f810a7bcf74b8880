"""Mutants: one fault, chosen by us, as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """In the file at `path` the text `old`, which stands there once, becomes `new`.

    `says` is what is wrong then, `tests` a selection for pytest that finds it within seconds.
    """

    says: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.says

    @property
    def stages(self) -> tuple[tuple[str, ...], ...]:
        return (self.tests,)

    def applied(self, text: str) -> str:
        """The file's text with the fault in it; raises ValueError where `old` is not there once."""
        if (times := text.count(self.old)) != 1:
            raise ValueError(f"{self.path} has this {times} times, not once: {self.old!r}")
        return text.replace(self.old, self.new)
