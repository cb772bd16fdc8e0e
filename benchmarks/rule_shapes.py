"""Bad shapes for what is looked up and compared once all files are read: the rules of AL3xx, and
names in configuration files.
"""

from shape_table import Files, dialplan, every, letters, shape

WORDS = ("alpha", "bravo", "carol", "delta", "ember", "frost", "gamma", "hotel", "india")


# names that refer to nothing


@shape("names")
def variables_that_nothing_sets(n: int) -> Files:
    """Ever other words are set, and ever others are read."""
    return dialplan(
        [
            line
            for each in range(n // 2)
            for line in (
                f"exten => {each},1,Set({letters(2 * each)}=1)",
                f"exten => {each},2,NoOp(${{{letters(2 * each + 1)}}})",
            )
        ]
    )


@shape("names")
def variables_in_other_case(n: int) -> Files:
    """Each variable is set in lower case and read in upper case."""
    return dialplan(
        [
            line
            for each in range(n // 2)
            for line in (
                f"exten => {each},1,Set({letters(each)}=1)",
                f"exten => {each},2,NoOp(${{{letters(each).upper()}}})",
            )
        ]
    )


@shape("names")
def variables_with_long_names(n: int) -> Files:
    """Names as long as a line, each set and read with another letter."""
    return dialplan(
        [
            line
            for each in range(n // 40)
            for line in (
                f"exten => {each},1,Set({letters(each) * 200}a=1)",
                f"exten => {each},2,NoOp(${{{letters(each) * 200}b}})",
            )
        ]
    )


@shape("names")
def function_calls_of_many_kinds(n: int) -> Files:
    """Every line another text with functions."""
    lines = []
    for each in range(n):
        a, b, c = (WORDS[each // 9**power % 9] for power in range(3))
        lines.append(
            f"exten => {each},1,Set({a}_{b}{each}=${{IF($[${{LEN(${{{c}{each}}})}} > {each}]?"
            f"${{CUT({b}{each},-,1)}}:${{DB({a}/{c}{each})}})}})"
        )
    return dialplan(lines)


@shape("names")
def fields_of_call_records(n: int) -> Files:
    """Ever other fields are set, and ever others are read."""
    return dialplan(every(n // 2, "exten => #,1,Set(CDR(a@@)=1)\nexten => #,2,NoOp(${CDR(b@@)})"))


@shape("names")
def contexts_that_are_missing(n: int) -> Files:
    """Contexts, each of which goes to another one that is not there."""
    return {"extensions.conf": "".join(every(n // 2, "[a@@]\nexten => s,1,Goto(c@@,s,1)\n"))}


@shape("names")
def extensions_that_are_missing(n: int) -> Files:
    """Every line goes to another extension that is not there."""
    return dialplan(every(n, "exten => #,1,Goto(x@@,1)"))


@shape("names")
def labels_that_are_missing(n: int) -> Files:
    """Every line goes to another label that is not there."""
    return dialplan(every(n, "exten => #,1,Goto(x@@)"))


@shape("names")
def queues_that_are_missing(n: int) -> Files:
    """Queues, and as many calls of others."""
    return {
        "queues.conf": "[general]\n" + "".join(every(n // 2, "[q@@]\n")),
        **dialplan(every(n // 2, "exten => #,1,Queue(p@@)")),
    }


@shape("names")
def mailboxes_that_are_missing(n: int) -> Files:
    """Mailboxes, and as many calls of others."""
    return {
        "voicemail.conf": "[general]\nformat=wav\n[default]\n" + "".join(every(n // 2, "# => 1\n")),
        **dialplan(every(n // 2, "exten => #,1,VoiceMail(9#)")),
    }


@shape("names")
def peers_that_are_missing(n: int) -> Files:
    """PJSIP endpoints, and as many calls of others."""
    return {
        "pjsip.conf": "".join(every(n // 4, "[e@@]\ntype=endpoint\naors=e@@\n")),
        **dialplan(every(n // 4, "exten => #,1,Dial(PJSIP/f@@)")),
    }


@shape("names")
def objects_of_pjsip_that_are_missing(n: int) -> Files:
    """Endpoints whose auth and aors are not there."""
    return {"pjsip.conf": "".join(every(n // 4, "[e@@]\ntype=endpoint\nauth=a@@\naors=b@@\n"))}


@shape("names")
def endpoints_that_differ(n: int) -> Files:
    """Endpoints, each with an option that no other has, and other codecs."""
    return {"pjsip.conf": "".join(every(n // 4, "[e@@]\ntype=endpoint\nallow=ulaw,c@@\nx@@=1\n"))}


@shape("names")
def endpoints_filled_in_later(n: int) -> Files:
    """Placeholders in each section."""
    return {"pjsip.conf": "".join(every(n // 3, "[e@@]\ntype=endpoint\nauth={{ a@@ }}\n"))}


@shape("names")
def classes_of_music_that_are_missing(n: int) -> Files:
    """Classes of music, and as many calls of others."""
    return {
        "musiconhold.conf": "".join(every(n // 4, "[m@@]\nmode=files\n")),
        **dialplan(every(n // 2, "exten => #,1,MusicOnHold(n@@)")),
    }


@shape("names")
def declarations_that_nothing_names(n: int) -> Files:
    """Contexts that nobody enters."""
    return {
        "sip.conf": "[general]\ncontext=office\n",
        "extensions.conf": "[office]\n" + "".join(every(n // 2, "[c@@]\nexten => s,1,NoOp()\n")),
    }


@shape("names")
def queries_that_are_missing(n: int) -> Files:
    """Functions that can only be read, each written; other signs than letters in their names."""
    return {
        "func_odbc.conf": "".join(every(n // 3, "[F-#]\ndsn=a\nreadsql=SELECT 1\n")),
        **dialplan(every(n // 3, "exten => #,1,Set(ODBC_F-#(1)=2)")),
    }


# dialplan that cannot do what it says


@shape("sense")
def steps_behind_the_end(n: int) -> Files:
    """One extension whose first step hangs up."""
    return dialplan(["exten => s,1,Hangup()", *every(n, "same => n,NoOp(#)")])


@shape("sense")
def jumps_over_each_other(n: int) -> Files:
    """One extension in which each step may go to one far away."""
    return dialplan(
        [
            "exten => s,1,NoOp()",
            *[
                f"same => n(l{each}),GotoIf($[${{X}} = {each}]?l{each * 7919 % n})"
                for each in range(n)
            ],
        ]
    )


@shape("sense")
def gaps_between_priorities(n: int) -> Files:
    """One extension, every second priority."""
    return dialplan([f"exten => s,{2 * each + 1},NoOp()" for each in range(n)])


@shape("sense")
def extensions_without_a_first_priority(n: int) -> Files:
    """Extensions that begin at 2."""
    return dialplan(every(n, "exten => #,2,NoOp()"))


@shape("sense")
def patterns_that_overlap(n: int) -> Files:
    """Patterns of one context that take the same numbers."""
    signs = ("X", "Z", "N", "[1-3]", "[2-9]", "[13579]")
    return dialplan(
        [
            "exten => _"
            + "".join(signs[each // 6**place % 6] for place in range(7))
            + f"{each % 10}.,1,NoOp()"
            for each in range(n)
        ]
    )


@shape("sense")
def patterns_behind_includes(n: int) -> Files:
    """Contexts with patterns, all included by one."""
    return {
        "extensions.conf": "[all]\n"
        + "".join(every(n // 3, "include => c#\n"))
        + "".join(every(n // 3, "[c#]\nexten => _X#.,1,NoOp()\n"))
    }


@shape("sense")
def patterns_that_are_wrong(n: int) -> Files:
    """Patterns that take nothing."""
    return dialplan(every(n, "exten => _[#-,1,NoOp()"))


@shape("sense")
def options_that_are_unknown(n: int) -> Files:
    """Letters that Dial does not know, ever others."""
    return dialplan(every(n, "exten => #,1,Dial(SIP/1,30,@@)"))


@shape("sense")
def arguments_without_end(n: int) -> Files:
    """A thousand arguments in each line."""
    return dialplan(every(n // 20, "exten => #,1,GotoIf(" + "a,b?" * 500 + "@@)"))


@shape("sense")
def conditions_that_never_change(n: int) -> Files:
    """Conditions that are constant, ever others."""
    return dialplan(every(n, "exten => #,1,GotoIf($[@@ = 1]?2)\nexten => #,2,ExecIf(@@?NoOp())"))


@shape("sense")
def expressions_that_are_broken(n: int) -> Files:
    """Parentheses and quotes that do not close, ever others."""
    return dialplan(every(n, 'exten => #,1,NoOp($[((@@ + "1"])'))


@shape("sense")
def assignments_that_are_broken(n: int) -> Files:
    """Set without a name, and with blanks."""
    return dialplan(every(n, "exten => #,1,Set(@@ = 1)\nexten => #,2,Set(=@@)"))


@shape("sense")
def settings_without_effect(n: int) -> Files:
    """Options in [general] that nothing reads."""
    return {"extensions.conf": "[general]\n" + "".join(every(n, "o@@=1\n")) + "[office]\n"}


@shape("sense")
def hints_of_devices(n: int) -> Files:
    """Hints of ever other devices."""
    return dialplan(every(n, "exten => #,hint,PJSIP/@@&Custom:@@"))
