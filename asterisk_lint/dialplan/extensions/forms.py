"""How a step's line is taken apart: determined once for all lines that differ in digits alone."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from asterisk_lint.conf.openings import Form as Line
from asterisk_lint.conf.values import BLANKS, fold
from asterisk_lint.conf.zeroed import zeroed
from asterisk_lint.records import NamedTuple

HINT = -1  # the priority of a hint
# Instead of a priority
OTHER = -3  # more than the form decides what the priority and the application are
NO_STEP = -4  # the line is something else
_DIGITS = frozenset("0123456789")
_FEW = 256  # forms that are always kept
_NONE = slice(0, 0)


class _Parts(NamedTuple):
    """Where the parts of a step's value are: `100,n(label),Dial(PJSIP/100)`, or the same without
    an extension.
    """

    extension_end: int  # in the value; -1: the line has no extension
    priority: int | None  # 0 for `n`; None: it is in `digits`; or OTHER, NO_STEP
    is_substituted: bool = False  # Asterisk replaces variables in the extension, or shortens it
    begins: bool = True  # it is more than `same => n,Dial(PJSIP/100)`
    digits: slice = _NONE
    label: slice | None = None
    application: str = ""
    at: int = 0  # where the application begins in the value
    arguments: slice = _NONE
    extension: slice = _NONE


class Form(_Parts):
    """The form of lines that differ in digits alone, compared by identity."""

    __slots__ = ()
    # (not written in Python, because forms are compared often)
    __hash__ = object.__hash__
    __eq__ = object.__eq__
    __ne__ = object.__ne__

    def moved(self, by: int) -> "Form":
        """Return the same for texts in which the values begin there; `extension_end` and `at` are
        still counted in the value.
        """
        if not by:
            return self
        digits, label = self.digits, self.label
        arguments, extension = self.arguments, self.extension
        return _FORM((
            *self[:4],
            slice(digits.start + by, digits.stop + by),
            label and slice(label.start + by, label.stop + by),
            *self[6:8],
            slice(arguments.start + by, arguments.stop + by),
            slice(extension.start + by, extension.stop + by),
        ))  # fmt: skip


# (NamedTuple's own constructor takes five times as long, and some dialplans have many forms.)
_FORM: Callable[[tuple[object, ...]], Form] = partial(tuple.__new__, Form)
_NO_STEP = Form(-1, NO_STEP)

FormOf = Callable[[str, bool], Form]


class Forms:
    """The forms of lines. `same`: whether there are steps without an extension."""

    def __init__(self, *, same: bool = True) -> None:
        self._same = same
        self._known: dict[str, dict[bytes, Form]] = {}  # by the key, and the value's digits as 0
        self._lines = 0
        self._kept = 0

    def of(self, keys: Sequence[str], values: Sequence[str], form_of: FormOf) -> Sequence[Form]:
        """Return the form of each entry, by its key and value. `form_of`: always the same; returns
        the form of a step's value, with an extension or without.
        """
        known = self._known
        for key in set(keys).difference(known):
            known[key] = {}
        alike = zeroed(values)
        found = [known[key].get(each) for key, each in zip(keys, alike, strict=True)]
        self._lines += len(found)
        if all(found):
            return found  # type: ignore[return-value]
        return [
            form or known[key].get(each) or self._new(key, each, value, form_of)
            for form, key, each, value in zip(found, keys, alike, values, strict=True)
        ]

    def _new(self, key: str, alike: bytes, value: str, form_of: FormOf) -> Form:
        """Return the form of an entry, and keep it, unless its application's name has digits, or
        most lines have a form of their own.
        """
        small = fold(key)
        if small == "exten":
            form = form_of(value, True)
        elif self._same and small.startswith("same"):
            form = form_of(value, False)
        else:
            return _NO_STEP
        if _DIGITS.isdisjoint(form.application) and self._kept < _FEW + self._lines // 4:
            self._known[key][alike] = form
            self._kept += 1
        return form


class TextForms:
    """The forms of the texts that hold the values of sections (`texts_of`), in one reading of
    a file.
    """

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        # By the line's own form; None where digits matter.
        self._known: dict[Line, Form | None] = {}

    def of(
        self,
        keys: Sequence[str],
        texts: Sequence[str],
        lines: Sequence[Line],
        form_of: FormOf,
    ) -> Sequence[Form]:
        """Return the form of each entry, by its key, its text, and the form of its line, if that
        is known. `form_of`: as in `Forms.of`.
        """
        if not lines:
            return self._forms.of(keys, texts, form_of)
        known = self._known
        new = set(lines).difference(known)
        if new:
            places = {line: at for at, line in enumerate(lines) if line in new}
            every = self._of_lines(lines, keys, texts, places.values(), form_of)
            for line, form in zip(places, every, strict=True):
                known[line] = form if _DIGITS.isdisjoint(form.application) else None
        found = list(map(known.__getitem__, lines))
        if None in set(found):
            unknown = [at for at, form in enumerate(found) if form is None]
            every = self._of_lines(lines, keys, texts, unknown, form_of)
            for at, form in zip(unknown, every, strict=True):
                found[at] = form
        return found  # type: ignore[return-value]

    def _of_lines(
        self,
        lines: Sequence[Line],
        keys: Sequence[str],
        texts: Sequence[str],
        places: Collection[int],
        form_of: FormOf,
    ) -> Sequence[Form]:
        """Return the forms of the entries at some positions."""
        some = [(lines[at], texts[at]) for at in places]
        values = [
            text[line.start : line.end] if line.value is None else text for line, text in some
        ]
        found = self._forms.of([keys[at] for at in places], values, form_of)
        return [form.moved(line.start) for (line, _), form in zip(some, found, strict=True)]


def other_form(extension_end: int, *, is_substituted: bool) -> Form:
    """Return the form of a line that only tells where its extension ends."""
    extension = slice(0, max(extension_end, 0))
    return Form(extension_end, OTHER, is_substituted=is_substituted, extension=extension)


def form_of(value: str, extension_end: int, *, is_substituted: bool = False) -> Form:
    """Return the form of a step's value, whose extension ends there (-1: it has none)."""
    at = extension_end + 1
    rest = value[at:]
    priority, comma, called = rest.partition(",")
    label = None
    if "(" in priority:
        priority, _, following = rest.partition("(")
        text, comma, called = following.partition("),")
        if not comma or "," in text or ")" in text or priority[-1:] in BLANKS:
            return other_form(extension_end, is_substituted=is_substituted)
        label = slice(at + len(priority) + 1, at + len(priority) + 1 + len(text))
    number = priority.strip(BLANKS)
    plain = 0 if number == "n" else plain_number(number)
    application, parenthesis, arguments = called.partition("(")
    bare = application.lstrip(BLANKS)
    closing = arguments.rfind(")")
    if not comma or plain is None or "$" in bare or (parenthesis and closing < 0):
        return other_form(extension_end, is_substituted=is_substituted)
    digits = at + len(priority) - len(priority.lstrip(BLANKS))
    arguments_at = len(value) - len(arguments)
    return Form(
        extension_end,
        None if plain > 0 else plain,
        is_substituted,
        extension_end >= 0 or bool(plain) or label is not None,
        slice(digits, digits + len(number)),
        label,
        application=bare,
        at=len(value) - len(called) + len(application) - len(bare),
        arguments=slice(arguments_at, arguments_at + max(closing, 0)),
        extension=slice(0, max(extension_end, 0)),
    )


def plain_number(text: str) -> int | None:
    """Return the priority for a text of digits or "hint"."""
    if text == "hint":
        return HINT
    return (
        int(text)
        if text.isdigit() and text.isascii() and len(text) < 10 and text.strip("0")
        else None
    )
