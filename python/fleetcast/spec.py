"""What all classes of scenario.py share: fields with documentation, conversion to plain dicts and back."""

from __future__ import annotations

import copy
import difflib
import keyword
from collections.abc import Callable, Mapping
from typing import Any, Generic, Self, TypeVar, overload

Number = float | str | dict[str, Any]
"""A number in the field's unit, text with a unit ("90 s"), or an interval or distribution as in a document."""

Read = TypeVar("Read")
Given = TypeVar("Given")


def _plain(value: Any) -> Any:
    if isinstance(value, Spec):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def _made(value: Any, kind: type[Spec], is_entry: bool) -> Any:
    """Turns dicts into objects: the value itself, or the entries of a list or map."""
    if value is None or isinstance(value, Spec):
        return value
    if isinstance(value, (list, tuple)):
        return [_made(one, kind, False) for one in value]
    if is_entry:
        return {key: _made(one, kind, False) for key, one in value.items()}
    return kind.from_dict(value)


class Field(Generic[Read, Given]):
    """One field of a scenario object; reading one that is not set gives its default."""

    def __init__(
        self, key: str, help: str, *, default: Any = ..., made: Callable[[], type[Spec]] | None = None, many: bool = False
    ) -> None:
        self.key = key
        self.__doc__ = help
        self.default = default
        self.made = made
        self.many = many

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: Spec, owner: type) -> Read: ...

    def __get__(self, instance: Spec | None, owner: type) -> Any:
        if instance is None:
            return self
        if self.key in instance._values:
            return instance._values[self.key]
        if self.default is ...:
            raise AttributeError(f"{owner.__name__}.{self.key} is not set, and has no single default")
        return copy.deepcopy(self.default)

    def __set__(self, instance: Spec, value: Given) -> None:
        instance._values[self.key] = value if self.made is None else _made(value, self.made(), self.many)

    def __delete__(self, instance: Spec) -> None:
        instance._values.pop(self.key, None)


class Spec:
    """An object of a scenario. Fields that are not set keep their defaults; `to_dict` says only what is set."""

    _values: dict[str, Any]

    def _take(self, fields: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_values", {})
        for key, value in fields.items():
            setattr(self, key + "_" if keyword.iskeyword(key) else key, value)

    @classmethod
    def fields(cls) -> dict[str, str]:
        """Returns what each field means: unit, range, default and source."""
        return {one.key: one.__doc__ or "" for one in vars(cls).values() if isinstance(one, Field)}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Makes the object that a plain dict describes; an unknown key raises AttributeError with a suggestion."""
        return cls(**{key: value for key, value in document.items() if key != "$schema"})

    def to_dict(self) -> dict[str, Any]:
        """Returns what is set as a plain dict, as it stands in a document."""
        return {key: _plain(value) for key, value in self._values.items()}

    def __setattr__(self, name: str, value: Any) -> None:
        if not isinstance(getattr(type(self), name, None), Field):
            known = list(self.fields())
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"the fields are {', '.join(known)}"
            raise AttributeError(f"{type(self).__name__} has no field {name!r}; {hint}")
        super().__setattr__(name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spec) and type(self) is type(other) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        inside = ", ".join(f"{key}={value!r}" for key, value in self._values.items())
        return f"{type(self).__name__}({inside})"
