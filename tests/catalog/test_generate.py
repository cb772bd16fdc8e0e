"""The generator on small sources of our own that are written as Asterisk's are."""

import pytest

from asterisk_lint.catalog.load import parse
from asterisk_lint.releases import Release
from tools.catalog_generator import build, c, collect, known, minors, write
from tools.catalog_generator.check import documentation

MODULE_H = """
enum ast_module_load_priority {
	AST_MODPRI_REALTIME_DRIVER =    30,  /*!< a driver */
	AST_MODPRI_APP_DEPEND =         80,
	AST_MODPRI_DEFAULT =           128,
};
"""
APP = """
/*** MODULEINFO
	<depend>res_gives</depend>
	<depend>curl</depend>
	<use type="module">res_nice</use>
	<support_level>extended</support_level>
	<deprecated_in>20</deprecated_in>
	<replacement>res_nice (Nice) or part</replacement>
 ***/
/*** DOCUMENTATION
	<application name="Direct" language="en_US"></application>
	<application name="Forgotten" language="en_US"></application>
 ***/
#include "asterisk.h"
#define NAME "Defined"
static const char app_variable[] = "Variable";
static char *app_pointer = "Pointer";
static const struct applications {
	const char *name;
	int (*run)(void);
} table[] = {
	{ "TableOne", run_one },
	{ "TableTwo", run_two },
};
/* ast_register_application_xml("Commented", run) */
static struct ast_custom_function first_function = {
	.name = "FIRST",
	.read = read_it,
};
static struct ast_custom_function more[] = {
	{ .name = "SEC" "OND", .read = read_it },
	{ .name = "THIRD" },
};
static char *handle_show(struct ast_cli_entry *e, int cmd, struct ast_cli_args *a)
{
	switch (cmd) {
	case CLI_INIT:
		e->command = "sample show {all|some}";
		return NULL;
	}
}
static int load_module(void)
{
	cfg = ast_config_load("sample.conf", flags);
	if (!cfg) {
		ast_log(LOG_ERROR, "Unable to load config other.conf\\n");
	}
	res |= ast_register_application_xml("Direct", run);
	res |= ast_register_application_xml(NAME, run);
	res |= ast_register_application(app_variable, run, "synopsis", "description, with (brackets");
	res |= ast_register_application2(app_pointer, run, NULL, NULL, NULL);
	for (i = 0; i < ARRAY_LEN(table); i++) {
		ast_register_application_xml(table[i].name, table[i].run);
	}
#if 0
	ast_register_application_xml("Dead", run);
#else
	ast_manager_register_xml("SampleAction", EVENT_FLAG_CALL, action);
#endif
#ifdef AST_DEVMODE
	ast_register_application_xml("Developers", run);
#endif
	res |= ast_custom_function_register(&first_function);
	res |= ast_custom_function_register(more);
	gives_this(1);
	optional_thing(2);
	macro_of_it(3);
}
AST_MODULE_INFO(ASTERISK_GPL_KEY, AST_MODFLAG_LOAD_ORDER, "A sample",
	.support_level = AST_MODULE_SUPPORT_CORE,
	.load = load_module,
	.load_pri = AST_MODPRI_APP_DEPEND + 1,
#ifdef HAVE_IT
	.requires = "res_needed,res_gone.so",
#endif
	.enhances = "res_enhanced",
);
"""
OLD_CLI = """
static struct ast_cli_entry cli_old[] = {
	{ { "old", "show", "things", NULL },
	do_show, "Show things",
	usage, complete, &deprecated },
	{ { "old", "debug", NULL }, do_debug, "Debug", NULL },
};
static const struct ast_channel_tech tech = {
	.type = "Old",
};
static struct ast_translator ulawtolin = {
	.name = "ulawtolin",
	.srcfmt = AST_FORMAT_ULAW,
	.dstfmt = AST_FORMAT_SLINEAR,
};
static const struct ast_format format = {
	.name = "wav49",
	.exts = "WAV|wav49",
};
static int load_module(void)
{
	ast_channel_register(&tech);
	ast_register_translator(&ulawtolin);
	ast_format_register(&format);
}
AST_MODULE_INFO_STANDARD(ASTERISK_GPL_KEY, "Old");
"""
# How 10 to 12 say which codecs a translator is of, and how 1.8 to 11 log channel events.
LATER_SET = """
static struct ast_translator ulawtolin = {
	.name = "ulawtolin",
};
static struct ast_translator half = {
	.name = "half",
};
static struct ast_format_attr_interface h263p_interface = {
	.id = AST_FORMAT_H263_PLUS,
};
static int load_module(void)
{
	ast_format_set(&ulawtolin.src_format, AST_FORMAT_ULAW, 0);
	ast_format_set(&ulawtolin.dst_format, AST_FORMAT_SLINEAR, 0);
	ast_format_set(&half.src_format, AST_FORMAT_GSM, 0);
	ast_format_set(&half.dst_format, id_list[x], 0);
	ast_format_set(&chan->readformat, AST_FORMAT_ALAW, 0);
	ast_register_translator(&ulawtolin);
	ast_register_translator(&half);
	ast_format_attr_reg_interface(&h263p_interface);
	ast_event_subscribe(AST_EVENT_CEL, log_cb, "Later Logging", NULL, AST_EVENT_IE_END);
	ast_event_subscribe(AST_EVENT_MWI, mwi_cb, "No Logging", NULL, AST_EVENT_IE_END);
}
AST_MODULE_INFO_STANDARD(ASTERISK_GPL_KEY, "Later");
"""
SIMPLE = 'AST_MODULE_INFO_STANDARD(ASTERISK_GPL_KEY, "x");'
TREE = {
    "include/asterisk/module.h": MODULE_H,
    "include/asterisk/gives.h": (
        "AST_OPTIONAL_API(int, optional_thing, (int x), { return 0; });\n"
        "int gives_this(int x);\n#define macro_of_it(x) hidden_gift(x, __FILE__)\n"
    ),
    "apps/app_sample.c": APP,
    "apps/sample_part.c": 'static int x(void)\n{\n\tast_register_application_xml("Part", run);\n'
    "}\n",
    "apps/Makefile": "include x\n$(call MOD_ADD_C,app_sample,sample_part.c)\n",
    "channels/chan_old.c": OLD_CLI,
    "codecs/codec_later.c": LATER_SET,
    "res/res_gives.c": (
        "int gives_this(int x)\n{\n\treturn 1;\n}\n"
        "int AST_OPTIONAL_API_NAME(optional_thing)(int x)\n{\n}\n"
        "int hidden_gift(int x, char *f)\n{\n}\n"
        "static int keeps_this(int x)\n{\n}\n" + SIMPLE
    ),
    "res/res_gives.exports.in": "{\n\tglobal:\n\t\tLINKER_SYMBOL_PREFIXgives_*;\n"
    "\t\tLINKER_SYMBOL_PREFIX*optional_thing;\n\tlocal:\n\t\t*;\n};\n",
    "res/res_macro.c": "int hidden_gift(int x, char *f)\n{\n\treturn 1;\n}\n" + SIMPLE,
    "res/res_macro.exports.in": "{\n\tglobal:\n\t\tLINKER_SYMBOL_PREFIXhidden_*;\n\tlocal:\n"
    "\t\t*;\n};\n",
    "res/res_needed.c": SIMPLE,
    "res/res_nice.c": SIMPLE,
    "res/res_enhanced.c": SIMPLE,
    "main/pbx.c": "static int load(void)\n{\n"
    '\tast_register_application2("Answer", run, NULL, NULL, NULL);\n}\n',
}


@pytest.fixture(scope="module")
def facts() -> dict[str, dict[str, tuple[str, ...]]]:
    return build.facts(collect.collect(TREE))


def test_applications_are_read_however_they_are_named(
    facts: dict[str, dict[str, tuple[str, ...]]],
) -> None:
    assert set(facts["app_sample"]["application"]) == {
        "Direct",
        "Defined",
        "Variable",
        "Pointer",
        "TableOne",
        "TableTwo",
        "Part",
    }


def test_functions_actions_commands_and_files(facts: dict[str, dict[str, tuple[str, ...]]]) -> None:
    sample = facts["app_sample"]
    assert sample["function"] == ("FIRST", "SECOND", "THIRD")
    assert sample["manager_action"] == ("SampleAction",)
    assert sample["cli_command"] == ("sample show {all|some}",)
    assert sample["reads"] == ("sample.conf",)


def test_what_a_module_declares(facts: dict[str, dict[str, tuple[str, ...]]]) -> None:
    sample = facts["app_sample"]
    assert sample["requires"] == (
        "res_needed",
    )  # res_gone is in no source: a module that the build lacks
    assert sample["enhances"] == ("res_enhanced",)
    assert sample["optional"] == ("res_nice",)
    assert sample["libraries"] == ("curl",)
    assert sample["support"] == ("extended",)
    assert sample["priority"] == ("81",)
    assert sample["deprecated"] == ("20",)
    assert sample["replaced_by"] == (
        "res_nice",
    )  # an application's name beside it; there is no app_part


def test_symbols_are_dependencies_unless_they_are_optional(
    facts: dict[str, dict[str, tuple[str, ...]]],
) -> None:
    assert facts["app_sample"]["symbols"] == ("res_gives", "res_macro")
    assert "symbols" not in facts["chan_old"]


def test_the_ways_of_old_releases(facts: dict[str, dict[str, tuple[str, ...]]]) -> None:
    old = facts["chan_old"]
    assert old["cli_command"] == ("old show things", "old debug")
    assert old["channel"] == ("Old",)
    assert old["translator"] == ("ulaw/slin",)
    assert old["codec"] == ("ulaw",)
    assert old["format"] == ("wav49=WAV|wav49",)


def test_the_ways_of_1_8_to_12(facts: dict[str, dict[str, tuple[str, ...]]]) -> None:
    later = facts["codec_later"]
    assert (later["translator"], later["codec"]) == (("ulaw/slin",), ("ulaw",))
    assert later["attribute"] == ("h263p",)
    assert later["cel"] == ("Later Logging",)


def test_what_is_linked_in_needs_no_module(facts: dict[str, dict[str, tuple[str, ...]]]) -> None:
    assert facts["(core)"]["application"] == ("Answer",)


def test_documentation_without_a_registration_is_told() -> None:
    told = list(documentation(TREE, collect.collect(TREE)))
    assert told == [
        "app_sample: application Forgotten is documented, no registration of it was read"
    ]


def test_what_is_written_is_what_is_read(facts: dict[str, dict[str, tuple[str, ...]]]) -> None:
    catalog = parse(write.text("99", facts), Release.parse("99"))
    sample = catalog.modules["app_sample"]
    assert sample.requires == ("res_needed", "res_enhanced", "res_gives", "res_macro")
    assert sample.priority == 81
    assert set(sample.provides["application"]) == set(facts["app_sample"]["application"])
    assert catalog.providers("application", "answer") == ("",)
    assert catalog.providers("format", "WAV") == ("chan_old",)


def test_conditionals() -> None:
    text = (
        "#ifdef OFF\na\n#else\nb\n#endif\n#if defined(OFF) || defined(MAYBE)\nc\n#endif\n"
        "#if defined(OFF) && defined(MAYBE)\nd\n#else\ne\n#endif\n#ifndef ON\nf\n#endif\ng"
    )
    assert c.compiled(text, frozenset({("OFF", False), ("ON", True)})).split() == [
        "b",
        "c",
        "e",
        "g",
    ]


def test_comments_go_and_strings_stay() -> None:
    assert c.without_comments('a /* "x" */ b // c\n"/* no */" \'"\' d').split() == [
        "a",
        "b",
        '"/*',
        "no",
        '*/"',
        "'\"'",
        "d",
    ]


def test_facts_get_the_range_in_which_they_hold() -> None:
    always = {"application": ("A",), "support": ("core",)}
    ranged = minors.ranged(
        [
            ("9.0.0", {"app_a": always, "app_old": always}),
            ("9.1.0", {"app_a": {"application": ("A", "B"), "support": ("core",)}}),
            (
                "9.2.0",
                {"app_a": {"application": ("A", "B"), "support": ("extended",)}, "app_new": always},
            ),
            (
                "9.3.0",
                {
                    "app_a": {"application": ("A",), "support": ("extended",)},
                    "app_new": {"application": ("A", "N"), "support": ("core",)},
                },
            ),
        ]
    )
    assert ranged == {
        "app_a": {"application": ("A", "B>=9.1<9.3"), "support": ("core<9.2", "extended>=9.2")},
        "app_old<9.1": {"application": ("A",), "support": ("core",)},
        "app_new>=9.2": {"application": ("A", "N>=9.3"), "support": ("core",)},
    }


def test_a_fact_that_went_and_came_back_has_two_ranges() -> None:
    with_it, without = {"app_a": {"application": ("A", "B")}}, {"app_a": {"application": ("A",)}}
    assert minors.ranged([("9.0.0", with_it), ("9.1.0", without), ("9.2.0", with_it)]) == {
        "app_a": {"application": ("A", "B<9.1", "B>=9.2")}
    }


KNOWN = """\
# a comment
res_always
  runtime res_x
res_since>=20<22
  runtime res_x
res_inside>=22.5
  runtime res_x res_y>=22.7 res_z>=23
app_less
  -application Ghost
"""


@pytest.mark.parametrize(
    ("series", "modules"),
    [
        ("19", {"res_always": ["res_x"]}),
        ("20", {"res_always": ["res_x"], "res_since": ["res_x"]}),
        ("21", {"res_always": ["res_x"], "res_since": ["res_x"]}),
        ("22", {"res_always": ["res_x"], "res_inside": ["res_x>=22.5", "res_y>=22.7"]}),
        ("23", {"res_always": ["res_x"], "res_inside": ["res_x", "res_y", "res_z"]}),
        ("master", {"res_always": ["res_x"], "res_inside": ["res_x", "res_y", "res_z"]}),
    ],
)
def test_known_facts_hold_in_their_releases(series: str, modules: dict[str, list[str]]) -> None:
    found = known.known(series, KNOWN)
    assert {name: said["runtime"] for name, said in found.items() if "runtime" in said} == modules


def test_known_facts_add_and_take_away() -> None:
    facts: dict[str, dict[str, tuple[str, ...]]] = {
        "app_less": {"application": ("Real", "Ghost>=9.1")},
        "res_always": {"runtime": ("res_y",)},
    }
    merged = known.merged(facts, known.known("19", KNOWN))
    assert merged == {
        "app_less": {"application": ["Real"]},
        "res_always": {"runtime": ["res_y", "res_x"]},
    }


def test_a_module_under_a_distributions_name_has_what_the_other_has() -> None:
    text = "app_x_plain\n  origin fedora\n  like app_x\napp_y_plain\n  like app_x\n"
    merged = known.merged(
        {"app_x": {"application": ("X",), "support": ("core",)}}, known.known("22", text)
    )
    assert merged["app_x_plain"] == {
        "application": ["X"],
        "support": ["core"],
        "origin": ["fedora"],
    }
    assert "app_y_plain" not in merged
