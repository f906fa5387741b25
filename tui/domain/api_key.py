"""The API key in memory: a value that does not print itself."""

from __future__ import annotations


class ApiKey:
    """A key that shows only its last four characters, in ``repr``, ``str`` and format alike."""

    __slots__ = ("__secret",)

    def __init__(self, secret: str) -> None:
        self.__secret = secret

    def reveal(self) -> str:
        """Return the key itself: for the one header that carries it, and the one file that keeps it."""
        return self.__secret

    def __str__(self) -> str:
        tail = self.__secret[-4:] if len(self.__secret) >= 12 else ""
        return f"…{tail}"

    def __repr__(self) -> str:
        return f"ApiKey({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and self.__secret == other.reveal()

    def __hash__(self) -> int:
        return hash(self.__secret)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a key is not pickled")
