"""Who acts. Every change of state names one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

ActorKind = Literal["staff", "person", "system"]


class SignedIn(Protocol):
    """What an actor needs of a member of staff."""

    @property
    def username(self) -> str: ...

    @property
    def display_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """`ref` tells two actors of a kind apart and never changes; `label` is for readers."""

    kind: ActorKind
    ref: str
    label: str

    def __post_init__(self) -> None:
        if not self.ref:
            raise ValueError("an actor needs a reference")

    @classmethod
    def system(cls, name: str) -> Actor:
        """A program that acts by itself: a command, a task."""
        return cls("system", name, name)

    @classmethod
    def of_user(cls, user: SignedIn) -> Actor:
        """A member of staff who is signed in."""
        return cls("staff", user.username, user.display_name)

    @classmethod
    def person(cls, ref: str) -> Actor:
        """Somebody outside, known by the reference of what they hold (never by name)."""
        return cls("person", ref, ref)
