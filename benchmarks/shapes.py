"""How the cost of a check grows with bad input: for each shape the exponent of its CPU time and of
its memory.

    python benchmarks/shapes.py [SHAPE ...] [--most LINES] [--seconds S] [--list]

A shape is a generator of files that a hostile or broken configuration could hold, made as large as
asked for. Each is doubled until a check takes longer than `seconds` or it has `most` lines (or what
counts for a line); the exponent is the slope of the logarithms over the largest sizes, less what a
check of next to nothing takes. 1 is linear. Exits with 1 if an exponent is above 1.1.
"""

import argparse
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Callable

MODULES = (
    "[modules]\nautoload=no\nload => pbx_config.so\nload => pbx_ael.so\nload => "
    "pbx_lua.so\nload => app_dial.so\nload => res_agi.so\n"
)
AIM = 1.1
WIDE = 8  # the largest size is so many times the smallest that the slope is taken over
_NOTHING_SECONDS = 0.25  # growth below which an exponent says nothing
_NOTHING_MEMORY = 8.0  # MiB

Files = dict[str, str]
SHAPES: dict[str, tuple[str, Callable[[int], Files]]] = {}


def shape(reader: str) -> Callable[[Callable[[int], Files]], Callable[[int], Files]]:
    """Put a generator into the table, under its name."""

    def put(make: Callable[[int], Files]) -> Callable[[int], Files]:
        SHAPES[make.__name__] = (reader, make)
        return make

    return put


def dialplan(lines: list[str]) -> Files:
    """An extensions.conf."""
    return {"extensions.conf": "\n".join(["[office]", *lines]) + "\n"}


def every(number: int, line: str) -> list[str]:
    """A line `number` times, with # for its number."""
    return [line.replace("#", str(each)) for each in range(number)]


# Following variables


@shape("variables")
def variables_name_all_others(n: int) -> Files:
    """Each of ten names all the others; so for each ten."""
    lines = []
    for ten in range(max(n // 11, 1)):
        names = [f"V{ten}_{each}" for each in range(10)]
        lines += [
            f"exten => {ten},{at + 1},Set({name}={'-'.join(f'${{{other}}}' for other in names if other != name)})"
            for at, name in enumerate(names)
        ]
        lines.append(f"exten => {ten},11,Dial(${{{names[0]}}}/x)")
    return dialplan(lines)


@shape("variables")
def variables_in_a_chain(n: int) -> Files:
    """Each holds the next, and each is used."""
    return dialplan(
        [
            line
            for each in range(n // 2)
            for line in (
                f"exten => {each},1,Set(V{each}=${{V{each + 1}}})",
                f"exten => {each},2,Dial(${{V{each}}}/x)",
            )
        ]
    )


@shape("variables")
def variables_in_a_ring(n: int) -> Files:
    """A chain whose last holds the first."""
    k = n // 2
    lines = [f"exten => {each},1,Set(V{each}=${{V{(each + 1) % k}}})" for each in range(k)]
    return dialplan([*lines, *every(k, "exten => #,2,Dial(${V#}/x)")])


@shape("variables")
def variables_twice_as_long(n: int) -> Files:
    """Each holds the next twice."""
    return dialplan(
        [
            line
            for each in range(n // 2)
            for line in (
                f"exten => {each},1,Set(V{each}=${{V{each + 1}}}${{V{each + 1}}})",
                f"exten => {each},2,Dial(${{V{each}}}/x)",
            )
        ]
    )


@shape("variables")
def variables_twice_as_many(n: int) -> Files:
    """Each has two values, which both hold the next."""
    return dialplan(
        [
            f"exten => {each},{k},{line}"
            for each in range(n // 3)
            for k, line in enumerate(
                (
                    f"Set(V{each}=a${{V{each + 1}}})",
                    f"Set(V{each}=b${{V{each + 1}}})",
                    f"Dial(${{V{each}}}/x)",
                ),
                1,
            )
        ]
    )


@shape("variables")
def variable_with_many_values(n: int) -> Files:
    """One variable, ever other values, each used beside the others."""
    return dialplan(
        [
            line
            for each in range(n // 2)
            for line in (
                f"exten => {each},1,Set(V=SIP/{each})",
                f"exten => {each},2,Dial(${{V}}/{each})",
            )
        ]
    )


@shape("variables")
def arguments_handed_from_context_to_context(n: int) -> Files:
    """A Gosub chain that hands its argument on, and a variable that keeps it."""
    lines = ["[c0]"]
    for each in range(n // 4):
        lines += [
            f"[c{each}]",
            f"exten => s,1,Set(X{each}=${{ARG1}})",
            f"same => n,Gosub(c{each + 1},s,1(${{ARG1}},${{X{each}}}))",
            f"same => n,Dial(${{X{each}}}/${{ARG2}})",
        ]
    return {"extensions.conf": "\n".join(lines) + "\n"}


@shape("variables")
def functions_inside_functions(n: int) -> Files:
    """${IF} in both branches of ${IF}, as deep as a line is long."""
    text = "SIP"
    for each in range(60):
        text = f"${{IF($[${{A{each}}}]?{text}:IAX2)}}"
    return dialplan(every(n // 20, f"exten => #,1,Dial({text}/#)"))


# extensions.conf


@shape("extensions.conf")
def priorities_that_are_labels(n: int) -> Files:
    """Lines whose priority is neither a number nor a label."""
    return dialplan(["exten => s,1,NoOp()", *every(n, "exten => #")])


@shape("extensions.conf")
def labels_of_other_extensions(n: int) -> Files:
    """Lines whose priority is a label that other extensions have."""
    return dialplan(
        [
            line
            for each in range(n // 2)
            for line in (f"exten => {each},1(x),NoOp()", f"exten => a{each},x,NoOp()")
        ]
    )


@shape("extensions.conf")
def one_label_over_and_over(n: int) -> Files:
    """One extension, the same label on every priority."""
    return dialplan(["exten => s,1(x),NoOp()", *every(n, "same => n(x),NoOp(#)")])


@shape("extensions.conf")
def labels_on_the_way_back(n: int) -> Files:
    """Priorities from the last to the first, the same label on each."""
    return dialplan([f"exten => s,{n - each}(x),NoOp()" for each in range(n)])


@shape("extensions.conf")
def unknown_applications(n: int) -> Files:
    """Every line another application that nothing provides."""
    return dialplan(every(n, "exten => #,1,Nope#()"))


@shape("extensions.conf")
def unknown_functions(n: int) -> Files:
    """Every line another function that nothing provides."""
    return dialplan(every(n, "exten => #,1,NoOp(${NOPE#(x)})"))


@shape("extensions.conf")
def applications_inside_applications(n: int) -> Files:
    """ExecIf in ExecIf, as deep as a line is long."""
    return dialplan(every(n // 40, "exten => #,1," + "ExecIf(1?" * 200 + "Dial(SIP/#)" + ")" * 200))


@shape("extensions.conf")
def open_brackets(n: int) -> Files:
    """Lines of nothing but `${`, `$[`, `(` and quotes."""
    return dialplan(
        [
            f"exten => {each},1,NoOp({text * 400})"
            for each in range(n // 60)
            for text in ("${", "$[", "$[(", '"(', "${A(")
        ]
    )


@shape("extensions.conf")
def calls_in_one_expression(n: int) -> Files:
    """$[A(A(A(... in each line."""
    return dialplan(every(n // 40, "exten => #,1,NoOp($[" + "A(" * 2000 + "])"))


@shape("extensions.conf")
def includes_of_missing_contexts(n: int) -> Files:
    """Every line another include."""
    return dialplan(every(n, "include => c#"))


@shape("extensions.conf")
def contexts_that_include_each_other(n: int) -> Files:
    """A ring of contexts."""
    return {
        "extensions.conf": "".join(
            f"[c{each}]\ninclude => c{each + 1}\nexten => s,1,Goto(c{each + 2},s,1)\n"
            for each in range(n // 3)
        )
    }


@shape("extensions.conf")
def switches(n: int) -> Files:
    """Every line another switch."""
    return dialplan(every(n, "switch => IAX2/a:b@h#/office"))


# files and patterns


@shape("conf")
def include_globs(n: int) -> Files:
    """Globs of stars, beside files whose names nearly match."""
    files = {f"{'a' * 60}{each}.inc": "" for each in range(max(n // 100, 1))}
    return {
        **files,
        **dialplan(every(n // 20, '#tryinclude "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b#"')[:100]),
    }


@shape("conf")
def include_braces(n: int) -> Files:
    """Braces that stand for 2^80 paths."""
    return dialplan(every(n // 20, "#tryinclude " + "{,a}" * 40 + "#"))


@shape("conf")
def includes_of_missing_files(n: int) -> Files:
    """Every line another file that is not there, beside many that are."""
    return {
        **{f"f{each}.inc": "" for each in range(n // 100)},
        **dialplan(every(n, "#tryinclude missing#.inc")),
    }


@shape("conf")
def filters_that_explode(n: int) -> Files:
    """[x](+filter) with an expression that a backtracking matcher does not survive."""
    return {
        "pjsip.conf": "[x]\ntype="
        + "a" * 200
        + "\n"
        + "".join(f"[x](+type=(a*)*{each}b)\nk=v\n" for each in range(n // 20))
    }


@shape("conf")
def sections_of_one_name(n: int) -> Files:
    """One section, opened again and again."""
    return {"pjsip.conf": "[x]\ntype=endpoint\n" * (n // 2)}


@shape("conf")
def comments_inside_comments(n: int) -> Files:
    """Block comments that are never closed."""
    return dialplan(every(n, ";--"))


@shape("conf")
def additions(n: int) -> Files:
    """`key += value` again and again."""
    return {"sip.conf": "[general]\nallow = ulaw\n" + "allow += ,alaw\n" * n}


@shape("conf")
def endpoints(n: int) -> Files:
    """PJSIP endpoints, each with its own auth and aor."""
    block = "[e#]\ntype=endpoint\nauth=e#\naors=e#\nallow=ulaw\n[e#]\ntype=auth\n[e#]\ntype=aor\n"
    return {"pjsip.conf": "".join(every(n // 9, block))}


# AEL


@shape("AEL")
def ael_blocks(n: int) -> Files:
    """Blocks inside blocks."""
    return {"extensions.ael": "context c { s => " + "{" * n + " NoOp(); " + "}" * n + " };\n"}


@shape("AEL")
def ael_ifs(n: int) -> Files:
    """`if` in `if`, a hundred deep, again and again."""
    return {
        "extensions.ael": "context c {\n"
        + "".join(f"{each} => {'if (1) ' * 100} NoOp();\n" for each in range(n // 100))
        + "}\n"
    }


@shape("AEL")
def ael_else_ifs(n: int) -> Files:
    """One `else if` behind the other."""
    return {
        "extensions.ael": "context c {\n s => {\n if (0) NoOp();\n"
        + "else if (1) NoOp();\n" * n
        + "}\n}\n"
    }


@shape("AEL")
def ael_gotos_to_patterns(n: int) -> Files:
    """Gotos, each to another extension that one of as many patterns takes."""
    return {
        "extensions.ael": "context c {\n"
        + "".join(f"_{each}X => {{ x: NoOp(); goto {n - each}1|x; }}\n" for each in range(n))
        + "}\n"
    }


@shape("AEL")
def ael_gotos_through_includes(n: int) -> Files:
    """Gotos whose label is looked for in a long chain of includes."""
    chain = "".join(
        f"context c{each} {{ includes {{ c{each + 1}; }} }}\n" for each in range(n // 2)
    )
    return {
        "extensions.ael": chain
        + "context d { includes { c0; }\n"
        + "".join(f"{each} => {{ goto {each}|nowhere{each}; }}\n" for each in range(n // 2))
        + "}\n"
    }


@shape("AEL")
def ael_macros_that_call_each_other(n: int) -> Files:
    """Each macro calls the next with its argument."""
    return {
        "extensions.ael": "".join(
            f"macro m{each}(a) {{ &m{each + 1}(${{a}}); Dial(${{a}}/1); }}\n" for each in range(n)
        )
        + "context c { s => &m0(SIP); }\n"
    }


@shape("AEL")
def ael_switch_cases(n: int) -> Files:
    """A switch with many cases that fall through."""
    return {
        "extensions.ael": "context c { s => { switch (${X}) {\n"
        + "".join(f"case {each}: NoOp({each});\n" for each in range(n))
        + "} } }\n"
    }


@shape("AEL")
def ael_errors(n: int) -> Files:
    """A mistake in every line."""
    return {"extensions.ael": "context c {\n" + "s => { Dial(; }\n" * n + "}\n"}


@shape("AEL")
def ael_one_long_line(n: int) -> Files:
    """One word of a hundred characters for each of n."""
    return {"extensions.ael": "context c { s => NoOp(" + "a" * (100 * n) + "); }\n"}


# Lua


def lua(text: str) -> Files:
    """An extensions.lua that has an extension, and a text behind it."""
    return {
        "extensions.lua": 'extensions = { office = { ["1"] = function() app.Dial("SIP/1") end } }\n'
        + text
    }


@shape("Lua")
def lua_open_brackets(n: int) -> Files:
    """`[` again and again."""
    return lua("[" * n)


@shape("Lua")
def lua_long_brackets(n: int) -> Files:
    """`[=[` again and again."""
    return lua("[=[" * n)


@shape("Lua")
def lua_half_brackets(n: int) -> Files:
    """`[=` again and again."""
    return lua("[=" * n)


@shape("Lua")
def lua_dots(n: int) -> Files:
    """`..` again and again."""
    return lua(".." * n)


@shape("Lua")
def lua_concatenations_without_end(n: int) -> Files:
    """`x=x..` again and again."""
    return lua("x=x.." * n)


@shape("Lua")
def lua_concatenations(n: int) -> Files:
    """One expression of many parts."""
    return lua('x = "a"' + ' .. "a"' * n + "\n")


@shape("Lua")
def lua_tables(n: int) -> Files:
    """Tables inside tables."""
    return lua("x = " + "{" * n + "}" * n + "\n")


@shape("Lua")
def lua_functions(n: int) -> Files:
    """Functions inside functions."""
    return lua("function f() " * n + " end" * n + "\n")


@shape("Lua")
def lua_assignments_of_each_other(n: int) -> Files:
    """Variables that hold each other."""
    return lua("".join(f"v{each} = v{each + 1}\napp[v{each}]()\n" for each in range(n // 2)))


@shape("Lua")
def lua_calls_of_each_other(n: int) -> Files:
    """Functions that hand their argument on."""
    return lua(
        "".join(f"function f{each}(a) f{each + 1}(a) app.dial(a) end\n" for each in range(n))
        + 'f0("SIP/1")\n'
    )


@shape("Lua")
def lua_big_table(n: int) -> Files:
    """Many extensions in one table."""
    return {
        "extensions.lua": "extensions = { office = {\n"
        + "".join(f'["{each}"] = function() app.Dial("SIP/{each}") end,\n' for each in range(n))
        + "} }\n"
    }


# AGI and others


@shape("AGI")
def agi_one_long_line(n: int) -> Files:
    """A script of one line with one text."""
    return {
        **dialplan(["exten => s,1,AGI(x.php)"]),
        "x.php": '#!/usr/bin/php\n$agi->exec("Dial", "' + "a" * (100 * n) + '");\n',
    }


@shape("AGI")
def agi_one_word(n: int) -> Files:
    """agiagiagi..."""
    return {**dialplan(["exten => s,1,AGI(x.php)"]), "x.php": "#!/usr/bin/php\n" + "agi" * (30 * n)}


@shape("AGI")
def agi_blanks(n: int) -> Files:
    """Requests with nothing but blanks behind them."""
    return {
        **dialplan(["exten => s,1,AGI(x.php)"]),
        "x.php": "#!/usr/bin/php\n"
        + "".join(
            f"{word}{' ' * 20 * n}\n"
            for word in ("recordfile(", "EXEC", "->", "RECORD FILE", "GET VARIABLE", "->exec(")
        ),
    }


@shape("AGI")
def agi_requests_in_one_line(n: int) -> Files:
    """Many different requests in one line."""
    return {
        **dialplan(["exten => s,1,AGI(x.php)"]),
        "x.php": "#!/usr/bin/php\n" + "".join(every(n, "$agi->exec('Nope#', 'a\\\\b#'); ")),
    }


@shape("AGI")
def agi_many_scripts(n: int) -> Files:
    """Many steps that run many scripts."""
    return {
        **dialplan(every(n, "exten => #,1,AGI(s#.agi)")),
        **{f"agi-bin/s{each}.agi": "EXEC Dial SIP/1\n" for each in range(n // 10)},
    }


@shape("JSON")
def json_bodies(n: int) -> Files:
    """Bodies for ARI, one after the other in a file."""
    return {
        **dialplan(["exten => s,1,NoOp()"]),
        "calls.json": "[" + ",\n".join(every(n, '{"endpoint": "SIP/#", "app": "a#"}')) + "]",
    }


@shape("settings")
def per_file_ignores(n: int) -> Files:
    """Findings in a file that a pattern of stars nearly matches."""
    return {
        **dialplan(every(n, "exten => #,1,Nope#()")),
        ".asterisk-lint.yaml": 'asterisk: 22\nper-file-ignores: {"'
        + "*x" * 50
        + '": [unknown-application]}\n',
    }


def measure(top: str) -> tuple[float, float]:
    """CPU seconds and peak MiB of one check."""
    null = os.open(os.devnull, os.O_WRONLY)
    arguments = [
        sys.executable,
        "-m",
        "asterisk_lint",
        "--no-cache",
        "--exit-zero",
        "--asterisk",
        "22",
        "--output-format",
        "concise",
        top,
    ]
    child = os.posix_spawn(
        sys.executable,
        arguments,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)],
    )
    _, status, usage = os.wait4(child, 0)
    os.close(null)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"the check of {top} failed with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def write(files: Files) -> str:
    """Put files into a new directory."""
    top = tempfile.mkdtemp(prefix="shape-")
    for name, text in {"modules.conf": MODULES, **files}.items():
        os.makedirs(os.path.dirname(os.path.join(top, name)), exist_ok=True)
        with open(os.path.join(top, name), "w", encoding="utf-8") as file:
            file.write(text)
    return top


def cost(files: Files) -> tuple[float, float]:
    """CPU seconds and MiB of a check of files."""
    top = write(files)
    try:
        return measure(top)
    finally:
        shutil.rmtree(top)


def slope(points: list[tuple[int, float]], nothing: float) -> float | None:
    """The exponent over the largest sizes; None when the cost hardly grows."""
    size, most = points[-1]
    grown = [(other, value) for other, value in points if other * WIDE >= size and value > nothing]
    if most <= nothing or len(grown) < 2:
        return None
    # Least squares on logarithms.
    xs, ys = [math.log(x) for x, _ in grown], [math.log(y) for _, y in grown]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / sum(
        (x - x_mean) ** 2 for x in xs
    )


def main() -> None:
    """Measure the shapes and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shapes", nargs="*", metavar="SHAPE")
    parser.add_argument("--most", type=int, default=100_000, help="lines (default: 100000)")
    parser.add_argument(
        "--seconds",
        type=float,
        default=4.0,
        help="CPU time after which a shape is not doubled again (default: 4)",
    )
    parser.add_argument("--list", action="store_true", help="print the shapes")
    args = parser.parse_args()
    if args.list:
        for name, (reader, make) in SHAPES.items():
            print(f"{reader:16} {name:42} {make.__doc__}")
        return
    wrong = 0
    bottom = min(cost({}) for _ in range(3))
    print(
        f"{'reader':16} {'shape':42} {'lines':>7} {'CPU s':>7} {'MiB':>6} {'time':>5} {'memory':>6}"
    )
    for name in args.shapes or SHAPES:
        reader, make = SHAPES[name]
        times: list[tuple[int, float]] = []
        memory: list[tuple[int, float]] = []
        size = args.most // 128
        while True:
            files = make(size)
            seconds, mebibytes = min(
                cost(files) for _ in range(2 if not times or times[-1][1] < 1 else 1)
            )
            times.append((size, seconds - bottom[0]))
            memory.append((size, mebibytes - bottom[1]))
            if size * 2 > args.most or seconds > args.seconds:
                break
            size *= 2
        exponents = slope(times, _NOTHING_SECONDS), slope(memory, _NOTHING_MEMORY)
        bad = (
            any(exponent is not None and exponent > AIM for exponent in exponents)
            or size * 2 <= args.most // 16
        )
        wrong += bad
        shown = ["-" if exponent is None else f"{exponent:.2f}" for exponent in exponents]
        print(
            (
                f"{reader:16} {name:42} {size:7} {seconds:7.2f} {mebibytes:6.0f} {shown[0]:>5} "
                f"{shown[1]:>6}{'  <--' if bad else ''}"
            ),
            flush=True,
        )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
