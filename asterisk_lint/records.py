"""`NamedTuple` like that of `typing`, for programs that start often.

`typing.NamedTuple` compiles a constructor for each class: 0.7 million instructions, and a check
needs some hundred classes. Here the classes with the same number of fields share one compiled
constructor, in which only the names differ. Type checkers see `typing.NamedTuple` itself.

Python 3.14 no longer stores annotations in a class's body, so there it is `typing.NamedTuple`.

For the same programs there is `import_module`, without a million instructions for `importlib`.
"""

import sys
from types import ModuleType

TYPE_CHECKING = False  # type checkers treat a variable of this name as true


def import_module(name: str) -> ModuleType:
    """Return the module of this absolute name, as `importlib.import_module` does."""
    __import__(name)
    return sys.modules[name]


if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import Any as Any
    from typing import Generic as Generic
    from typing import NamedTuple as NamedTuple
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import TypeVar as TypeVar
    from typing import cast as cast
else:
    from collections import _tuplegetter

    # Only type checkers look at these.
    Any = NoReturn = Protocol = object

    class Generic:
        """A class that ignores its parameters."""

        __slots__ = ()

        @classmethod
        def __class_getitem__(cls, parameters):
            return cls

    def TypeVar(name, **more):  # noqa: N802 - as `typing` calls it
        """Anything."""
        return object

    def cast(kind, value):
        """Return the value itself."""
        return value

    _make = tuple.__new__
    # By the number of fields.
    _CONSTRUCTORS = (
        lambda z: _make(z, ()),
        lambda z, a: _make(z, (a,)),
        lambda z, a, b: _make(z, (a, b)),
        lambda z, a, b, c: _make(z, (a, b, c)),
        lambda z, a, b, c, d: _make(z, (a, b, c, d)),
        lambda z, a, b, c, d, e: _make(z, (a, b, c, d, e)),
        lambda z, a, b, c, d, e, f: _make(z, (a, b, c, d, e, f)),
        lambda z, a, b, c, d, e, f, g: _make(z, (a, b, c, d, e, f, g)),
        lambda z, a, b, c, d, e, f, g, h: _make(z, (a, b, c, d, e, f, g, h)),
        lambda z, a, b, c, d, e, f, g, h, i: _make(z, (a, b, c, d, e, f, g, h, i)),
        lambda z, a, b, c, d, e, f, g, h, i, j: _make(z, (a, b, c, d, e, f, g, h, i, j)),
        lambda z, a, b, c, d, e, f, g, h, i, j, k: _make(z, (a, b, c, d, e, f, g, h, i, j, k)),
        lambda z, a, b, c, d, e, f, g, h, i, j, k, m: _make(
            z, (a, b, c, d, e, f, g, h, i, j, k, m)
        ),
        lambda z, a, b, c, d, e, f, g, h, i, j, k, m, n: _make(
            z, (a, b, c, d, e, f, g, h, i, j, k, m, n)
        ),
        lambda z, a, b, c, d, e, f, g, h, i, j, k, m, n, o: _make(
            z, (a, b, c, d, e, f, g, h, i, j, k, m, n, o)
        ),
        lambda z, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p: _make(
            z, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p)
        ),
        lambda z, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q: _make(
            z, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q)
        ),
        lambda z, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r: _make(
            z, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r)
        ),
        lambda z, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s: _make(
            z, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s)
        ),
        lambda z, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t: _make(
            z, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t)
        ),
    )
    _FIELDS = tuple(_tuplegetter(at, "") for at in range(len(_CONSTRUCTORS)))
    _function = type(_CONSTRUCTORS[0])

    class _Methods:
        """What each record can do, in a class of its own: a subclass of a subclass of `tuple` takes
        Python longer to make.
        """

        @classmethod
        def _make(cls, values):
            """Return a record of these values, one for each field."""
            values = tuple(values)
            if len(values) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(values)}")
            return tuple.__new__(cls, values)

        def _replace(self, /, **changes):
            """Return a record with other values in some fields. Raises TypeError for a field that
            it does not have.
            """
            values = tuple(map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"{type(self).__name__} has no field {', '.join(changes)}")
            return _make(type(self), values)

        def _asdict(self):
            """Return the values by their fields' names."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = zip(self._fields, self, strict=True)
            return (
                f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in fields)})"
            )

        def __getnewargs__(self):
            return tuple(self)

    _METHODS = {
        name: _Methods.__dict__[name]
        for name in ("_make", "_replace", "_asdict", "__repr__", "__getnewargs__")
    }

    class _RecordType(type):
        """Turns the body of a class into a subclass of `tuple`."""

        def __new__(cls, name, bases, body):
            """Return the class, of the type `type` as with `typing.NamedTuple`. Raises TypeError
            for a field without a default after one with a default.
            """
            if not bases:
                return type.__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = tuple([body[field] for field in fields if field in body])
            template = _CONSTRUCTORS[len(fields)].__code__
            code = template.replace(co_varnames=("_cls", *fields), co_name="__new__")
            body = {
                **_METHODS,
                **body,
                **dict(zip(fields, _FIELDS)),  # noqa: B905 - as many as there are fields
                "__slots__": (),
                "__new__": _function(code, globals(), "__new__", defaults),
                "__match_args__": fields,
                "_fields": fields,
            }
            return type(name, (tuple,), body)

    class NamedTuple(metaclass=_RecordType):
        """The base of a record: a tuple with names. Fields are annotated names, with their
        defaults.
        """
