"""Values: frozen dataclasses whose methods are made when one of them is first used.

The library's decorator compiles six functions for each class when its module is imported, two thirds of a millisecond, and a
start imports two hundred such classes of which it makes a few dozen. Here a class gets them from the library at its first use.
Invariant: a class behaves as one of the library's with the same options; `fields`, `replace`, `asdict` and pickling work. Any thread.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        cls: type | None = None, *, frozen: bool = False, slots: bool = False, eq: bool = True, kw_only: bool = False
    ) -> Any:
        """As `dataclasses.dataclass`, with the options that this program uses."""

        def dress(cls: type) -> type:
            return _dress(cls, frozen, slots, eq, kw_only)

        return dress if cls is None else dress(cls)


def _dress(cls: type, frozen: bool, slots: bool, eq: bool, kw_only: bool) -> type:
    own = set(vars(cls))
    if "__eq__" in own and vars(cls)["__hash__"] is None:
        own.remove("__hash__")  # Python's own answer to an __eq__
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # else the library writes the signature there, and takes long
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
    hashed = eq and frozen and "__hash__" not in own
    if eq and not frozen and "__hash__" not in own:
        made.__hash__ = None  # type: ignore[assignment]
    later = [name for name, wanted in (("__repr__", True), ("__eq__", eq)) if wanted and name not in own]
    later += ["__hash__"] if hashed else []
    if "__init__" not in own:
        made.__init__ = _late(made, "__init__", lambda: _write_init(made, frozen))  # type: ignore[misc]
    for name in later:
        setattr(made, name, _late(made, name, lambda: _complete(made, later, init=False, unsafe_hash=hashed)))
    closed = {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete} if frozen else {}
    stored = {"__getstate__": _get_state, "__setstate__": _set_state} if frozen and slots else {}
    for name, method in {**closed, **stored}.items():
        setattr(made, name, method)
    return made


def _late(cls: type, name: str, complete: Callable[[], None]) -> Callable[..., Any]:
    """That method of a class, which is made when it is called. Made twice does no harm."""

    def method(self: Any, *values: Any, **named: Any) -> Any:
        complete()
        return getattr(cls, name)(self, *values, **named)

    method.__name__, method.__qualname__ = name, f"{cls.__qualname__}.{name}"
    return method


def _write_init(cls: Any, frozen: bool) -> None:
    """As the library writes it. Its own way to one for a class that is there would be to make another class."""
    given: dict[str, Any] = {"_set": object.__setattr__, "_unsaid": object()}
    parameters: dict[bool, list[str]] = {False: ["self"], True: []}
    lines = []
    for one in dataclasses.fields(cls):
        if not one.init:
            continue  # for __post_init__ to set
        name, value, parameter = one.name, one.name, one.name
        if one.default is not dataclasses.MISSING:
            given[f"_default_{name}"] = one.default
            parameter = f"{name}=_default_{name}"
        elif one.default_factory is not dataclasses.MISSING:
            given[f"_make_{name}"] = one.default_factory
            parameter = f"{name}=_unsaid"
            value = f"_make_{name}() if {name} is _unsaid else {name}"
        parameters[bool(one.kw_only)].append(parameter)
        lines.append(f" _set(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    named = ["*", *parameters[True]] if parameters[True] else []
    text = "\n".join((f"def __init__({', '.join(parameters[False] + named)}):", *(lines or [" pass"])))
    exec(text, given)  # noqa: S102 -- names of our own fields
    method = given["__init__"]
    method.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = method


def _complete(cls: Any, names: Sequence[str], **options: Any) -> None:
    """Let the library make a class with the same fields, and take its methods."""
    wanted = [
        (
            one.name, one.type,
            dataclasses.field(
                init=one.init, repr=one.repr, hash=one.hash, compare=one.compare, kw_only=one.kw_only,
                **{kind: getattr(one, kind) for kind in ("default", "default_factory")},
            ),
        )
        for one in dataclasses.fields(cls)
    ]  # fmt: skip
    twin = dataclasses.make_dataclass(
        cls.__name__, wanted, match_args=False, namespace={"__doc__": cls.__name__}, **options
    )  # fmt: skip
    for name in names:
        method = getattr(twin, name)
        method.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, method)


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    if _is_closed(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _refuse_to_delete(self: Any, name: str) -> None:
    if _is_closed(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
    object.__delattr__(self, name)


def _is_closed(value: Any, name: str) -> bool:
    """A class derived from a value, and none itself, may have more of its own."""
    return "__dataclass_fields__" in vars(type(value)) or name in value.__dataclass_fields__


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)
