"""Random AEL programs, made along the grammar of res/ael/ael.y: odd words, odd blanks, every
construct; some with mistakes in them.

What crashes Asterisk (a switch without cases, Goto() without a target, `continue` in a switch in a
loop) is never made.
"""

import random

KEYWORDS = (
    "context", "abstract", "extend", "macro", "globals", "local", "ignorepat", "switch", "if",
    "ifTime", "random", "regexten", "hint", "else", "goto",
    "jump", "return", "break", "continue", "for", "while", "case", "default", "pattern", "catch",
    "switches", "eswitches", "includes",
)  # fmt: skip
APPLICATIONS = (
    "NoOp",
    "Dial",
    "Playback",
    "Verbose",
    "Set",
    "Wait",
    "Queue",
    "Log",
    "noop",
    "EXECIF",
    "Macro",
    "AGI",
)
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Program:
    """One program; `number` keeps what outlives a reload (global variables) apart."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = seed
        self.names = 0
        self.labels: list[str] = []
        self.current = ""
        self.macros = [
            (f"m{index}{self.pick(('', '-x', '_y'))}", self.below(4))
            for index in range(self.below(4))
        ]
        self.contexts = [
            self.pick(("a", "b", "internal-", "from_", "x.y")) + str(index)
            for index in range(1 + self.below(4))
        ]
        self.mistakes = self.chance(0.12)

    def below(self, limit: int) -> int:
        return self.random.randrange(limit)

    def pick(self, choices: "tuple[str, ...] | list[str]") -> str:
        return self.random.choice(choices)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def fresh(self, prefix: str) -> str:
        self.names += 1
        return f"{prefix}{self.names}"

    # Pieces of text

    def blank(self) -> str:
        """Blanks and comments; may be nothing."""
        return self.pick(
            (
                "",
                "",
                "",
                " ",
                "  ",
                "\t",
                "\n",
                "\n\t",
                " // c;{}(\n",
                " /* c * ; \n } */ ",
                "\n//\n",
            )
        )

    def space(self) -> str:
        return self.pick((" ", " ", "  ", "\n", "\t ", " /* x */ "))

    def word(self) -> str:
        """A word that is not a keyword."""
        parts = []
        for _ in range(1 + self.below(3)):
            parts.append(
                self.pick((
                    "a", "b9", "Sip/x", "-", "_", ".", "*", "+1", "!", "#", "'q'", '"s"', "<1>",
                    "[x-y]", "\\x", "\\ ", "\\;", "${V}", "${F(a,b)}",
                    "${A:1:2}", "${X${Y}}", "$[1 + 2]", "$[${Z} = (4)]", "é", "", "z",
                    self.pick(KEYWORDS) + "x",
                ))
            )  # fmt: skip
        text = "".join(parts)
        return (
            "w" + text
            if not text or text in KEYWORDS or text.startswith(("//", "/*", "#include"))
            else text
        )

    def argument(self, depth: int = 0) -> str:
        """What may be written between the commas of a call."""
        parts = [self.pick(("", "", " ", "\t"))]
        for _ in range(self.below(4)):
            kind = self.below(16)
            if kind == 0 and depth < 2:
                parts.append(
                    "(" + ",".join(self.argument(depth + 1) for _ in range(self.below(3))) + ")"
                )
            elif kind == 1 and depth < 2:
                parts.append("[" + self.argument(depth + 1) + "]")
            elif kind == 2 and depth < 2:
                parts.append(
                    "${"
                    + self.pick(
                        ("V", "CALLERID(num)", "EXTEN", "EXTEN:1", "ARG1", "DB(a/${EXTEN})")
                    )
                    + "}"
                )
            elif kind == 3 and depth < 2:
                parts.append("$[" + self.argument(depth + 1) + " + 1]")
            else:
                parts.append(
                    self.pick((
                        "SIP/100", "&", "demo-a", "|", "x=1", '"two words"', "'", "\\,", "\\(",
                        "\\)", "\\[", ":", "@ctx", "^", "%", "?", "~",
                        "// no comment", "/* nor */", "#", "\n ", "é", "1", "=>", "${EXTEN}",
                        "default", "if",
                    ))
                )  # fmt: skip
        parts.append(self.pick(("", "", " ")))
        return "".join(parts)

    def arguments(self) -> str:
        return ",".join(self.argument() for _ in range(self.below(4)))

    def expression(self) -> str:
        left = self.pick(
            (
                "${X}",
                "${EXTEN}",
                '"${CALLERID(num)}"',
                "1",
                "( ${A} & 2 )",
                "${LEN(${EXTEN:2})}",
                "${DB(a/b)}",
                "[x]",
            )
        )
        right = self.pick(
            (
                " = 1",
                " < 2",
                "",
                " : 3",
                '=""',
                " | ${Y}",
                "\\)",
                "&&1",
                " b",
                " ? 2 :: 3",
                " = - 1",
                "=~x",
                " && !${Y}",
                " +",
                "~~z",
            )
        )
        return self.pick(("", " ")) + left + right + self.pick(("", " "))

    def value(self) -> str:
        text = self.pick(
            (
                "1",
                "${X} + 1",
                "$[2]",
                '"a b"',
                "foo(bar)",
                "[1]",
                "\\;",
                "",
                "a\nb",
                "a,b",
                "${EXTEN}",
                "$[${X}]",
                "1+${Y}",
                "-1",
            )
        )
        return self.pick(("", " ")) + text + self.blank()[:1]

    def times(self) -> str:
        if self.chance(0.2):
            # What Asterisk warns of
            hours = self.pick(
                ("9-17", "25:00-26:00", "9:60-17:99", "1:2-3:4", "23:59-24:00", "now")
            )
            weekday, month = (
                self.pick(("monday", "mon-x", "Tue-WED", "*-mon", "1")),
                self.pick(("june", "jan-7", "JAN", "x", "dec-jan")),
            )
            return "|".join(
                (hours, weekday, self.pick(("0", "32", "1-40", "x-3", "031", "2-x", "+1-9")), month)
            )
        hours = self.pick(("*", "09:00-17:00", "9:0 - 17:30", "0:00-23:59"))
        days = self.pick(
            (
                "*",
                "mon-fri",
                "sat",
                self.pick(DAYS) + " - " + self.pick(DAYS),
                self.pick(DAYS) + "-" + self.pick(DAYS),
            )
        )
        return "|".join(
            (
                hours,
                days,
                self.pick(("*", "1-31", "24", "1 - 3")),
                self.pick(("*", self.pick(MONTHS), "jan-dec", "feb - mar")),
            )
        )

    # Statements

    def statements(self, depth: int, where: str, most: int = 4) -> str:
        return "".join(
            self.statement(depth, where) + self.blank() for _ in range(self.below(most + 1))
        )

    def statement(self, depth: int, where: str) -> str:
        """One statement; `where` says what is allowed here: l for break, w for continue."""
        simple = [
            self.call,
            self.call,
            self.call,
            self.assignment,
            self.subcall,
            self.label,
            self.goto,
            self.jump,
            self.nothing,
            self.returns,
        ]
        nested = [
            self.block,
            self.if_,
            self.if_,
            self.iftime,
            self.random_,
            self.while_,
            self.for_,
            self.switch,
            self.switch,
        ]
        make = self.random.choice(simple if depth > 3 or self.chance(0.55) else nested)
        if self.chance(0.06) and "l" in where:
            return "break" + self.blank() + ";"
        if self.chance(0.05) and "w" in where:
            return "continue;"
        return make(depth, where)

    def nothing(self, depth: int, where: str) -> str:
        return ";"

    def returns(self, depth: int, where: str) -> str:
        return "return;" if self.chance(0.4) else "MacroExit;" if self.chance(0.2) else "Hangup;"

    def call(self, depth: int, where: str) -> str:
        name = self.pick(APPLICATIONS) if self.chance(0.9) else self.word()
        if self.chance(0.2):
            return name + self.blank() + ";"
        return f"{name}{self.pick(('', '', ' '))}({self.arguments()}){self.blank()};"

    def subcall(self, depth: int, where: str) -> str:
        if self.macros and self.chance(0.8):
            name, count = self.random.choice(self.macros)
            if self.mistakes and self.chance(0.2):
                count += 1
        else:
            name, count = "elsewhere", self.below(3)
        if not count:
            return f"&{self.blank()}{name}();"
        first = self.pick(("", " ")) + self.pick(("1", "${EXTEN}", "a b", '"x:y"', "a(b)"))
        return f"&{name}({','.join([first, *(self.argument() for _ in range(count - 1))])});"

    def assignment(self, depth: int, where: str) -> str:
        name = self.pick(("x", "CALLERID(name)", "CDR(a,b)", "Y2", "${A}", "DB(a/${EXTEN})"))
        local = "local " if self.chance(0.2) and "(" not in name else ""
        return f"{local}{name}{self.pick(('', ' ', '  '))}={self.value()};"

    def label(self, depth: int, where: str) -> str:
        name = self.fresh(self.pick(("lab", "lab", "lab", "5")))
        self.labels.append(name)
        if self.mistakes and self.chance(0.1):
            name = self.pick(self.labels)
        return f"{name}{self.pick(('', ' '))}:" + (
            self.call(depth, where) if self.chance(0.7) else ""
        )

    def goto(self, depth: int, where: str) -> str:
        kind = self.below(6)
        context, extension = self.pick(self.contexts), self.pick(("s", "100", "_X.", "${EXTEN}"))
        separator = self.pick(("|", ",", " , "))
        label = self.pick(self.labels) if self.labels and self.chance(0.8) else "1"
        if kind == 0 and self.mistakes:
            target = label
        elif kind == 1:
            target = separator.join(("${C}", extension, label))
        elif kind == 2:
            target = separator.join(("nowhere", extension, self.pick(("1", "x", "a:b"))))
        elif kind == 3 and self.mistakes:
            target = separator.join((context, extension, label))
        elif kind == 4:
            return f"Goto({self.pick(('', ' '))}${{X}},{extension},1);"
        elif kind == 5 and self.mistakes:
            target = separator.join((extension, label))
        else:
            target = f"here{self.names + 1}"
            self.names += 1
            own = f"goto {target};"
            return own + f"{target}:" if self.chance(0.5) else f"{target}: {own}"
        return f"goto {target};"

    def jump(self, depth: int, where: str) -> str:
        target = self.pick(
            (
                "${E}",
                "${E},2",
                "${E},lab",
                "100@nowhere",
                "s,1@nowhere",
                "${E}@default",
                "a:b@nowhere",
            )
        )
        return f"jump {target};"

    def block(self, depth: int, where: str) -> str:
        return "{" + self.blank() + self.statements(depth + 1, where) + "}"

    def body(self, depth: int, where: str) -> str:
        return (
            self.block(depth, where)
            if self.chance(0.7)
            else self.blank() + " " + self.single(depth + 1, where)
        )

    def single(self, depth: int, where: str) -> str:
        """One statement and no more."""
        return self.random.choice(
            [
                self.call,
                self.subcall,
                self.assignment,
                self.jump,
                self.nothing,
                self.if_,
                self.for_,
                self.switch,
            ]
        )(depth, where)

    def else_(self, depth: int, where: str) -> str:
        return (
            self.space() + "else" + self.space() + self.body(depth, where)
            if self.chance(0.5)
            else ""
        )

    def if_(self, depth: int, where: str) -> str:
        return (
            f"if{self.pick(('', ' '))}({self.expression()})"
            f"{self.body(depth, where)}{self.else_(depth, where)}"
        )

    def random_(self, depth: int, where: str) -> str:
        return (
            f"random({self.pick(('30', '${R}', ' 5 '))}) "
            f"{self.body(depth, where)}{self.else_(depth, where)}"
        )

    def iftime(self, depth: int, where: str) -> str:
        return f"ifTime({self.times()}) {self.body(depth, where)}{self.else_(depth, where)}"

    def while_(self, depth: int, where: str) -> str:
        return f"while ({self.expression()}) {self.body(depth, 'lw')}"

    def for_(self, depth: int, where: str) -> str:
        first = self.pick(("x=1", " x = 1 ", "NoOp(1)", "&m(1,2)", "nothing", "", "y=${EXTEN}"))
        step = self.pick(
            ("x=${x}+1", " x = ${x} + 1 ", "NoOp(${EXTEN})", "&m()", "nothing", "& m ( a )")
        )
        return f"for ({first};{self.expression()};{step}) {self.body(depth, 'lw')}"

    def switch(self, depth: int, where: str) -> str:
        cases = [self.case(depth) for _ in range(1 + self.below(4))]
        if self.chance(0.5):
            cases.insert(
                self.below(len(cases) + 1),
                "default:" + self.blank() + self.statements(depth + 1, "l"),
            )
        return (
            f"switch({self.pick(('${X}', '${EXTEN}', ' ${CALLERID(num)} ', '${A}${B}', 'c'))}) "
            f"{{{self.blank()}{''.join(cases)}}}"
        )

    def case(self, depth: int) -> str:
        kind = self.pick(("case", "case", "pattern"))
        value = self.pick(
            (
                "1",
                "a",
                "NXX",
                "[1-3]x",
                "X.",
                "x!",
                "_a",
                "${V}",
                '"q"',
                "a-b",
                "Z",
                "[]]",
                str(self.below(99)),
            )
        )
        end = self.pick(("", "break;", "return;", "goto ${L};"))
        return (
            f"{kind} "
            f"{value}{self.pick(('', ' '))}:{self.blank()}{self.statements(depth + 1, 'l', 3)}"
            f"{end}{self.blank()}"
        )

    # Top level

    def extension(self) -> str:
        self.labels = [] if not self.mistakes else self.labels
        name = self.pick((
            "s", "100", "_X.", "_[1-3]NX", "_9[4-6]-XXX!", "h", "i", "a-b", "_1XX/200", "_x-x/3-4",
            "t", "*98", "200@d", f"${{G{self.number}}}",
            "o'k", "_N", "ab/", "_xx",
        ))  # fmt: skip
        if self.chance(0.1):
            name = (
                self.word()
                .replace("$[1 + 2]", "[12]")
                .replace("$[${Z} = (4)]", "[4]")
                .replace("${F(a,b)}", "${F}")
            )
        before = self.pick(
            (
                "",
                "",
                "",
                "",
                "",
                "regexten ",
                "hint(SIP/1) ",
                "hint(SIP/1&SIP/2) ",
                "regexten hint(Custom:x@y) ",
                "hint(a b) ",
            )
        )
        if before:
            name = name.partition("@")[0]
        statement = self.block(0, "") if self.chance(0.8) else self.single(1, "")
        return f"{before}{name}{self.pick((' ', '', ' '))}=>{self.blank()}{statement}"

    def element(self) -> str:
        kind = self.below(12)
        if kind == 0:
            return self.includes()
        if kind == 1:
            names = ("DUNDi/e164", "Realtime/a@b", "IAX2/u@host/c", "Loopback/x", "Lua")
            entries = (self.pick(names) + self.space() + ";" for _ in range(self.below(3)))
            return f"{self.pick(('switches', 'eswitches'))} {{{self.blank()}{''.join(entries)}}}"
        if kind == 2:
            return f"ignorepat => {self.pick(('9', '_9X'))};"
        if kind == 3:
            return self.pick((";", "x=1;", "local y = 2;"))
        return self.extension()

    def includes(self) -> str:
        # Contexts that include each other by more than one way keep Asterisk busy for ever.
        later = (
            self.contexts[self.contexts.index(self.current) + 1 :]
            if self.current in self.contexts
            else []
        )
        names = (
            self.pick((*later, "other", "elsewhere", "parkedcalls"))
            for _ in range(1 + self.below(2))
        )
        entries = (
            name
            + (self.blank() + "|" + self.times() if self.chance(0.4) else "")
            + ";"
            + self.blank()
            for name in names
        )
        return (
            f"includes {{{self.blank()}{''.join(entries)}}}" if self.chance(0.9) else "includes { }"
        )

    def macro(self, name: str, count: int) -> str:
        self.labels = []
        self.current = ""
        names = [self.pick(("a", "arg-1", "b.c", "x")) + str(index) for index in range(count)]
        body = "".join(self.statement(0, "") + self.blank() for _ in range(self.below(5)))
        if self.chance(0.2):
            body += self.includes()
        if self.chance(0.3):
            body += f"catch {self.pick(('a', 'h', 'o', '_X'))} {{{self.statements(1, '')}}}"
        if self.chance(0.4):
            body += "return;"
        return (
            "macro "
            f"{name}{self.pick(('', ' '))}({self.pick((',', ' , ')).join(names)})"
            f"{self.blank()}{{{self.blank()}{body}}}"
        )

    def context(self, name: str) -> str:
        self.current = name
        elements = "".join(self.element() + self.blank() for _ in range(self.below(6)))
        before = self.pick(("", "", "", "", "abstract ", "extend ", "extend abstract "))
        return f"{before}context{self.space()}{name}{self.blank()}{{{self.blank()}{elements}}}"

    def text(self) -> str:
        """The whole program."""
        parts = [self.macro(*macro) for macro in self.macros] + [
            self.context(name) for name in self.contexts
        ]
        if self.chance(0.3):
            parts.append(self.context(self.pick(("default", *self.contexts))))
        self.random.shuffle(parts)
        if self.chance(0.5):
            parts.insert(
                0, f"globals {{ G{self.number}=g; {self.pick(('', 'H = 1 ;', 'I=a b,c;'))} }}"
            )
        if self.chance(0.1):
            parts.append(";")
        text = "".join(part + self.blank() for part in parts)
        if self.mistakes and self.chance(0.5):
            at = self.below(len(text))
            text = (
                text[:at]
                + self.pick(("", ";", "}", "{", "(", ")", "]", "\r", "^", "\\", '"'))
                + text[at + self.below(3) :]
            )
        return text
