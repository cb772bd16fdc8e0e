"""A row of the table of arguments (arguments.py)."""

from asterisk_lint.model import Need
from asterisk_lint.records import NamedTuple


class Argument(NamedTuple):
    """One argument that runs or names something.

    `name` is an application; a function when it ends in `()`, a variable when it ends in `=`.

    `where`:

    - "" is the application itself, whatever its arguments
    - "2" is the second argument, "4-" the fourth and all that follows as one text, "*" all of them
      as one text
    - "3+" is each argument from the third on
    - "3:!r" is such an option string that lacks the letter; "!1" is a first argument that is empty
    - "3:bU" is what follows one of these letters, in parentheses, in the option string that is the
      third argument
    - "?" is each of the two branches behind the condition (`cond?a:b`), "?1" the one branch of
      those that have just one, "??" the branches, or the call behind a comma (`cond,App,args`) as
      old dialplans write it
    - "5(6)" is the fifth argument with the sixth as its arguments
    - " if 4=app" behind it: only when the fourth argument is `app`
    - "=" (functions) is what is assigned, in `Set(F(x)=...)`; "= if a|b" only where the function's
      argument is one of these, and "= if a|b is true" only what is true as Asterisk takes it

    `needs` are written `needs("KIND NAME; KIND NAME")` (catalog/needs.py; NAME may hold `{value}`,
    or be `{text}`: the text itself, with MARK for what is only known during a call), or say what
    kind of text the argument is:

    - `call`: `App(args)`; `dial`: `Tech/resource&Tech/resource`; `technology`: the word before the
      first `/`; `devices`: hinted devices
    - `gosub`, `macro`, `agi`: a target; it runs Gosub, Macro, AGI (nothing, when it is empty)
    - `in Dial`: arguments of Dial; `features`: letters of Dial's options
    - `assign`: `name=value`; `variable`: a name that is written; `copy`: a name that is read; each
      may be a function
    - `expression`: evaluated a second time
    - `caret`: evaluated later, with `^{...}` for `${...}`; `replaced`: with the text's first
      character for `$`
    - `media`: sounds separated by `&`, among them addresses on the web
    - `message`: the destination of a text message, `Tech:address`
    - `limits`: a limit and warnings before it; `options MixMonitor 2`: options as the second
      argument of MixMonitor has them
    - `file`: a file name whose ending is a file format; `formats`: file formats separated by `|` or
      `&`; `codecs`: codecs separated by commas
    - `()` runs nothing
    """

    name: str
    where: str
    needs: tuple[Need, ...]
    source: str
    because: str = ""
    releases: str = ""


RUN = {
    "gosub": Need("application", "Gosub"),
    "macro": Need("application", "Macro"),
    "agi": Need("application", "AGI"),
}
