"""Values behave as the library's dataclasses, before and after one of them was first used."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import field
from typing import Any

import pytest

from desktop.values import dataclass


def make(decorate: Any) -> Any:
    """A class of each kind that the program has, under either decorator."""

    @decorate(frozen=True, slots=True)
    class Value:
        number: int
        text: str = "x"
        many: list[int] = field(default_factory=list, compare=False, repr=False)

    @decorate(frozen=True, slots=True, kw_only=True)
    class Named(Value):
        more: int = 3

    @decorate(slots=True)
    class Open:
        number: int

    @decorate(eq=False)
    class Plain:
        number: int

    @decorate(frozen=True)
    class Checked:
        number: int

        def __post_init__(self) -> None:
            if self.number < 0:
                raise ValueError(self.number)

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Checked)

    @decorate(frozen=True, slots=True)
    class Derived:
        number: int
        twice: int = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "twice", self.number * 2)

    return Value, Named, Open, Plain, Checked, Derived


@pytest.mark.parametrize(
    "use",
    [
        lambda c: repr(c[0](1)),
        lambda c: (c[0](1) == c[0](1, many=[2]), c[0](1) == c[0](2), c[0](1) != 1, c[0](1).__eq__(1)),
        lambda c: hash(c[0](1)) == hash(c[0](1, many=[2])),
        lambda c: dataclasses.asdict(dataclasses.replace(c[0](1), text="y")),
        lambda c: [(one.name, one.default) for one in dataclasses.fields(c[1])][:2],
        lambda c: (repr(c[1](1, "y", more=4)), c[1](1) == c[1](1), c[1](1) == c[0](1)),
        lambda c: c[2].__hash__,
        lambda c: (c[2](1) == c[2](1), repr(c[2](1))),
        lambda c: (c[3](1) == c[3](1), hash(c[3]) != 0),
        lambda c: (repr(c[4](1)), c[4](1) == c[4](2), hash(c[4](1)) == hash(c[4](1))),
        lambda c: (c[0].__match_args__, hasattr(c[0](1), "__dict__"), hasattr(c[4](1), "__dict__")),
        lambda c: c[0].__init__.__name__,
        lambda c: (c[0](1).many is c[0](1).many, c[0](1).many, c[0](1, many=[3]).many),
        lambda c: (repr(c[5](2)), c[5](2) == c[5](2), hash(c[5](2)) == hash(c[5](2))),
        lambda c: copy.deepcopy(c[0](1, "z")) == c[0](1, "z"),
    ],
)
def test_it_behaves_as_the_librarys(use):
    assert use(make(dataclass)) == use(make(dataclasses.dataclass))


@pytest.mark.parametrize(
    "misuse",
    [
        lambda c: c[0](),
        lambda c: c[0](1, "x", [], 2),
        lambda c: c[0](1, other=2),
        lambda c: c[1](1, "x", [], 2),
        lambda c: c[4](-1),
        lambda c: c[5](1, 2),
        lambda c: setattr(c[0](1), "number", 2),
        lambda c: delattr(c[0](1), "number"),
        lambda c: hash(c[2](1)),
    ],
)
def test_it_refuses_as_the_librarys(misuse):
    said = []
    for decorate in (dataclass, dataclasses.dataclass):
        with pytest.raises((TypeError, ValueError, AttributeError)) as raised:
            misuse(make(decorate))
        said.append((raised.type, str(raised.value)))
    assert said[0] == said[1]


def test_a_value_that_was_used_is_not_made_again():
    value = make(dataclass)[0]
    first = value.__init__
    value(1)
    made = value.__init__
    assert made is not first
    value(2)
    assert value.__init__ is made


def test_a_derived_class_may_hold_more():
    class More(make(dataclass)[4]):  # type: ignore[misc]
        pass

    more = More(1)
    more.other = 2
    assert more.other == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        more.number = 2


@dataclass(frozen=True, slots=True)
class Kept:
    number: int
    text: str = ""


def test_it_can_be_stored():
    assert pickle.loads(pickle.dumps(Kept(1, "y"))) == Kept(1, "y")  # noqa: S301 -- our own
