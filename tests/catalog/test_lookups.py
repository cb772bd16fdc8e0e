"""Names that C code takes when it runs, and what modules offer to others: each hit of 16 and 22 has
a row that settles it.
"""

import re
from pathlib import Path

import pytest

from asterisk_lint.usage import AREAS
from tests.catalog.test_sources import trees
from tools.catalog_generator import sources
from tools.catalog_generator.lookups import Hit, hits, offered, providers, settled

HERE = [tree for tree in trees() if re.search(r"asterisk-(16|22)\.", tree)]
ROOT = Path(__file__).parents[2] / "asterisk_lint"


@pytest.mark.skipif(
    not HERE, reason="no Asterisk sources here: `tests/asterisk-sources 22` gets some"
)
@pytest.mark.parametrize("tree", HERE)
def test_every_hit_is_settled(tree: str) -> None:
    files = sources.read_tree(Path(tree))
    found = hits(files)
    assert len(found) > 100
    assert sorted(found - settled().keys()) == []
    assert sorted(providers(files) - offered().keys()) == []


def test_rows_name_files_that_are_there() -> None:
    for text in (*settled().values(), *offered().values()):
        for path in re.findall(r"\b(?:usage|unseen|dialplan)/[\w/]+(?:\.py)?", text):
            assert (ROOT / path).exists(), path
    assert "bridging" in AREAS


def test_hits_are_read_from_calls() -> None:
    text = """
    static int pbx_exec(struct ast_channel *c, struct ast_app *app)
    {
        /* pbx_findapp(commented) */
        app = pbx_findapp(name);
        app = pbx_findapp("Dial");
        ast_func_read(chan, "CURL(x)", buf, 1);
        return pbx_exec(chan, app, data);
    }
    static int load(void) { ast_vm_register(&table); ast_vm_unregister("x"); }
    AST_MODULE_INFO_STANDARD(ASTERISK_GPL_KEY, "x");
    """
    files = {"apps/app_x.c": text}
    assert hits(files) == {Hit("pbx_findapp", "app_x"), Hit("pbx_exec", "app_x")}
    assert providers(files) == {"ast_vm_register"}
