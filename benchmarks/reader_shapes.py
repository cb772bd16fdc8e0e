"""Bad shapes for each reader: languages, configuration files, comments, scripts."""

from shape_table import MODULES, Files, dialplan, every, shape

# Following variables


@shape("variables")
def variables_name_all_others(n: int) -> Files:
    """Each of ten names all the others; so for each ten."""
    lines = []
    for ten in range(max(n // 11, 1)):
        names = [f"V{ten}_{each}" for each in range(10)]
        lines += [
            f"exten => {ten},{at + 1},Set({name}="
            + "-".join(f"${{{other}}}" for other in names if other != name)
            + ")"
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
def one_variable_handed_from_context_to_context(n: int) -> Files:
    """A chain of subroutines that all keep their argument in the same variable."""
    lines = []
    for each in range(n // 4):
        lines += [
            f"[c{each}]",
            "exten => s,1,Set(X=${ARG1})",
            f"same => n,Gosub(c{each + 1},s,1(${{X}}))",
            f"same => n,{'Goto' if each % 2 else 'Dial'}(c{each + 2},s,1)",
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
def steps_between_other_lines(n: int) -> Files:
    """Steps between lines that must be read on their own, in a section with a template."""
    lines = [
        line
        for each in range(n // 4)
        for line in (
            f"exten => {each},1,NoOp()",
            f"exten => {each},n+1,NoOp()",
            "same => n,NoOp()",
            f"exten => _{each}X,hint,PJSIP/{each}",
        )
    ]
    return {"extensions.conf": "\n".join(["[t](!)", "exten => t,1,NoOp()", "[a](t)", *lines, ""])}


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


@shape("conf")
def template_chain(n: int) -> Files:
    """Each template inherits from the one before, and has a line of its own."""
    return {
        "pjsip.conf": "[t0](!)\nk0=v\n"
        + "".join(f"[t{each}](!,t{each - 1})\nk{each}=v\n" for each in range(1, n // 2))
        + f"[x](t{n // 2 - 1})\ntype=endpoint\n"
    }


@shape("conf")
def context_chain(n: int) -> Files:
    """Contexts that inherit each from the one before."""
    return {
        "extensions.conf": "[c0]\nexten => 0,1,NoOp()\n"
        + "".join(
            f"[c{each}](c{each - 1})\nexten => {each},1,NoOp()\n" for each in range(1, n // 2)
        )
    }


@shape("conf")
def templates_twice(n: int) -> Files:
    """Each template inherits twice from the one before: two to the power of their number."""
    return {
        "pjsip.conf": "[t0](!)\nk=v\n"
        + "".join(f"[t{each}](!,t{each - 1},t{each - 1})\nk=v\n" for each in range(1, n // 2))
        + f"[x](t{n // 2 - 1})\ntype=endpoint\n"
    }


@shape("conf")
def sections_from_templates(n: int) -> Files:
    """Endpoints, each from three templates."""
    return {
        "pjsip.conf": "[e](!)\ntype=endpoint\nallow=!all,ulaw\ndtmf_mode=info\n"
        "[a](!)\ntype=auth\n[o](!)\ntype=aor\nmax_contacts=1\n"
        + "".join(every(n // 7, "[#](e)\nauth=#\naors=#\n[#](a)\nusername=#\npassword=#\n[#](o)\n"))
    }


@shape("conf")
def sections_continued(n: int) -> Files:
    """`[x](+)` again and again, with another option each."""
    return {"pjsip.conf": "[x]\ntype=endpoint\n" + "".join(every(n // 2, "[x](+)\nset_var=A#=b\n"))}


@shape("conf")
def additions_of_many_options(n: int) -> Files:
    """`key += value` for ever other keys."""
    return {"sip.conf": "[general]\n" + "".join(every(n // 2, "k# = a\nk# += b\n"))}


@shape("conf")
def includes_of_small_files(n: int) -> Files:
    """A file for every line, and an include of each."""
    return {
        **{f"d/f{each}.conf": f"exten => {each},1,NoOp()\n" for each in range(n // 20)},
        **dialplan(every(n // 20, '#include "d/f#.conf"')),
    }


@shape("conf")
def includes_inside_includes(n: int) -> Files:
    """Each file includes the next."""
    return {
        **{f"f{each}.conf": f"#include f{each + 1}.conf\n" for each in range(n // 100)},
        **dialplan(["#include f0.conf"]),
    }


@shape("conf")
def comments(n: int) -> Files:
    """Nothing but comments."""
    return dialplan(every(n, "; a comment about line # and what it is for"))


@shape("conf")
def comments_in_blocks(n: int) -> Files:
    """A block comment in every line."""
    return dialplan(every(n, "exten => #,1,NoOp() ;-- about # --;"))


@shape("conf")
def one_long_value(n: int) -> Files:
    """Lines of thousands of characters."""
    return dialplan(every(n // 80, "exten => #,1,NoOp(" + "x,${EXTEN}" * 380 + ")"))


@shape("conf")
def lines_without_a_sign(n: int) -> Files:
    """Lines that are neither a section nor an option."""
    return dialplan(every(n, "nothing #"))


# comments for this program


@shape("suppressions")
def suppressions(n: int) -> Files:
    """`ignore` on every line, each beside a finding."""
    return dialplan(every(n, "exten => #,1,Nope#() ; asterisk-lint: ignore[unknown-application]"))


@shape("suppressions")
def suppressions_for_nothing(n: int) -> Files:
    """`ignore` on every line, where nothing is wrong."""
    return dialplan(every(n, "exten => #,1,NoOp() ; asterisk-lint: ignore[unknown-application]"))


@shape("suppressions")
def suppressions_of_unknown_rules(n: int) -> Files:
    """`ignore` of rules that there are not."""
    return dialplan(every(n, "exten => #,1,NoOp() ; asterisk-lint: ignore[rule-#]"))


@shape("suppressions")
def modules_kept(n: int) -> Files:
    """modules.conf: every module kept."""
    return {
        "modules.conf": MODULES + "".join(every(n, "load => x_#.so ; asterisk-lint: keep (why)\n"))
    }


# modules.conf


@shape("modules.conf")
def one_module_again_and_again(n: int) -> Files:
    """One module, loaded on every line."""
    return {"modules.conf": MODULES + "load => app_queue.so\n" * n}


@shape("modules.conf")
def modules_that_nobody_knows(n: int) -> Files:
    """Every line another module."""
    return {"modules.conf": MODULES + "".join(every(n, "load => app_nope#.so\n"))}


@shape("modules.conf")
def modules_loaded_and_not(n: int) -> Files:
    """Every module loaded and not loaded; names of one length, because longer ones resemble more
    of the known modules.
    """
    names = [f"x_{each:06}.so" for each in range(n // 2)]
    return {
        "modules.conf": MODULES + "".join(f"load => {name}\nnoload => {name}\n" for name in names)
    }


@shape("modules.conf")
def options_that_nobody_knows(n: int) -> Files:
    """Words at which Asterisk refuses to start."""
    return {"modules.conf": MODULES + "".join(every(n, "laod# => app_queue.so\n"))}


@shape("modules.conf")
def entries_without_effect(n: int) -> Files:
    """Lines outside of [modules]."""
    return {"modules.conf": MODULES + "[other]\n" + "".join(every(n, "load => app_queue#.so\n"))}


@shape("modules.conf")
def commented_modules(n: int) -> Files:
    """Lines that are commented out, beside much that is missing."""
    return {
        "modules.conf": MODULES + "".join(every(n, ";load => app_nope#.so\n")),
        **dialplan(every(100, "exten => #,1,Queue(a)")),
    }


# other files of Asterisk


@shape("others")
def sip_peers(n: int) -> Files:
    """Peers of chan_sip."""
    return {
        "sip.conf": "[general]\n"
        + "".join(
            every(n // 6, "[p#]\ntype=friend\nhost=dynamic\nsetvar=A=#\nmailbox=#\nallow=ulaw\n")
        )
    }


@shape("others")
def queues(n: int) -> Files:
    """Queues with members."""
    return {
        "queues.conf": "[general]\n"
        + "".join(every(n // 4, "[q#]\nmusicclass=m#\nmember => SIP/#\nmember => Local/#@a\n"))
    }


@shape("others")
def mailboxes(n: int) -> Files:
    """Mailboxes."""
    return {
        "voicemail.conf": "[general]\nformat=wav\n[default]\n"
        + "".join(every(n, "# => 1234,Name #,a@example.org\n"))
    }


@shape("others")
def functions_of_odbc(n: int) -> Files:
    """Functions of func_odbc.conf, each used."""
    return {
        "func_odbc.conf": "".join(every(n // 3, "[F#]\ndsn=a\nreadsql=SELECT 1\n")),
        **dialplan(every(n // 3, "exten => #,1,NoOp(${ODBC_F#(1)})")),
    }


@shape("others")
def realtime_families(n: int) -> Files:
    """Families of extconfig.conf."""
    return {"extconfig.conf": "[settings]\n" + "".join(every(n, "family# => odbc,asterisk,t#\n"))}


@shape("others")
def channel_lists(n: int) -> Files:
    """One option with a long list, again and again."""
    return {
        "pjsip.conf": "[x]\ntype=endpoint\n"
        + "".join(every(n // 20, "allow=" + ",".join(f"c{each}" for each in range(100)) + "\n"))
    }


@shape("others")
def wizards(n: int) -> Files:
    """pjsip_wizard.conf."""
    return {
        "pjsip_wizard.conf": "".join(
            every(n // 4, "[w#]\ntype=wizard\naccepts_auth=yes\nendpoint/set_var=T=PJSIP/#\n")
        )
    }


@shape("others")
def files_beside(n: int) -> Files:
    """Files that nothing names, beside a dialplan."""
    return {
        **{f"x/y{each}.txt": "" for each in range(n // 20)},
        **dialplan(every(100, "exten => #,1,AGI(a#.py)")),
    }


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


@shape("AEL")
def ael_calls_in_one_expression(n: int) -> Files:
    """$[A(A(A(..., longer than a line of extensions.conf can be."""
    return {"extensions.ael": "context c { s => NoOp($[" + "A(" * n + ")" * n + "]); }\n"}


@shape("AEL")
def ael_arguments_with_variables(n: int) -> Files:
    """One statement with many arguments, a variable in each."""
    return {"extensions.ael": "context c { s => MSet(" + "a=${a}," * n + "b=1); }\n"}


@shape("AEL")
def ael_comments(n: int) -> Files:
    """Comments, the last without an end."""
    return {"extensions.ael": "// a\n/* b */\n" * (n // 2) + "/* "}


@shape("AEL")
def ael_open_strings(n: int) -> Files:
    """Strings and brackets without an end."""
    return {"extensions.ael": "context c {\n" + '1 => Dial("(${$[;\n' * n}


@shape("AEL")
def ael_extensions(n: int) -> Files:
    """Extensions with calls, jumps and hints."""
    return {
        "extensions.ael": "context c {\n"
        + "".join(every(n // 2, "hint(SIP/#) # => { Dial(SIP/#); goto c|#|1; }\n"))
        + "}\n"
    }


@shape("AEL")
def ael_globals(n: int) -> Files:
    """Globals that hold each other."""
    return {
        "extensions.ael": "globals {\n"
        + "".join(f"A{each}=${{A{each + 1}}};\n" for each in range(n))
        + "}\ncontext c { 1 => Dial(${A0}); }\n"
    }


@shape("AEL")
def ael_includes_of_contexts(n: int) -> Files:
    """One list of many contexts."""
    return {
        "extensions.ael": "context c { includes {\n"
        + "".join(every(n, "c#;\n"))
        + "}; 1 => NoOp(); }\n"
    }


@shape("AEL")
def ael_labels(n: int) -> Files:
    """Labels, and a goto to each."""
    return {
        "extensions.ael": "context c { 1 => {\n"
        + "".join(every(n // 2, "l#: NoOp();\ngoto l#;\n"))
        + "} }\n"
    }


@shape("AEL")
def ael_loops(n: int) -> Files:
    """for, while and switch inside each other, again and again."""
    return {
        "extensions.ael": "context c {\n"
        + "".join(
            every(
                n // 5,
                (
                    "# => { for (x=0;${x}<3;x=${x}+1) { while (1) { switch (${x}) { case 1: "
                    "NoOp(); break; default: break; } } } }\n"
                ),
            )
        )
        + "}\n"
    }


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


@shape("Lua")
def lua_comments(n: int) -> Files:
    """Comments, long ones among them, the last without an end."""
    return lua("-- a\n--[[ b ]]\n" * (n // 2) + "--[==[ ")


@shape("Lua")
def lua_open_strings(n: int) -> Files:
    """Strings without an end."""
    return lua("x = 'a\ny = \"b\n" * (n // 2))


@shape("Lua")
def lua_calls(n: int) -> Files:
    """Calls of applications and channel variables."""
    return lua(
        "function f()\n"
        + "".join(
            every(
                n // 2, 'app.dial("SIP/#", 30, "m")\nchannel.x = channel["CALLERID(num)"]:get()\n'
            )
        )
        + "end\n"
    )


@shape("Lua")
def lua_choices(n: int) -> Files:
    """One expression of many `and` and `or`."""
    return lua("x = a" + " and b or c" * (n // 2) + "\napp.dial(x)\n")


@shape("Lua")
def lua_variables_with_many_values(n: int) -> Files:
    """One variable, ever other values."""
    return lua("".join(every(n, 'v = "SIP/#"\n')) + "app.dial(v, v .. v)\n")


@shape("Lua")
def lua_ifs(n: int) -> Files:
    """One `elseif` behind the other."""
    return lua(
        "if a then app.noop()\n" + "".join(every(n, "elseif a == # then app.noop()\n")) + "end\n"
    )


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


@shape("AGI")
def agi_lines(n: int) -> Files:
    """A script of many requests, a line each."""
    return {
        **dialplan(["exten => s,1,AGI(x.py)"]),
        "x.py": "#!/usr/bin/env python3\n"
        + "".join(every(n, "agi.execute('EXEC', 'Dial', 'SIP/#')\n")),
    }


@shape("AGI")
def agi_open_strings(n: int) -> Files:
    """Quotes without an end."""
    return {
        **dialplan(["exten => s,1,AGI(x.php)"]),
        "x.php": "#!/usr/bin/php\n" + "$agi->exec('Dial\n" * n,
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
