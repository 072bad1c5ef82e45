"""Texts that stand on a page once and are named by number: hundreds of areas share the same few sentences."""


class Texts:
    """Numbers texts in the order in which they come; number 0 is the empty text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def number(self, text: str | None) -> int:
        return self._numbers.setdefault(text or "", len(self._numbers))

    @property
    def all(self) -> list[str]:
        return list(self._numbers)
