"""Two checks of a catalog: the shipped data against the sources, and the sources' documentation
against their registrations.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from asterisk_lint.catalog.load import CORE, Module, load, parse, series_of
from asterisk_lint.releases import Release
from tools.catalog_generator import known, write
from tools.catalog_generator.collect import Facts

_DOCUMENTATION = re.compile(r"/\*\*\*\s*DOCUMENTATION(.*?)\*\*\*/", re.S)
_ENTRY = re.compile(r"<(application|function|manager|agi)\s+([^>]*)>")
_NAME = re.compile(r'\bname\s*=\s*"([^"]+)"')
_KINDS = {
    "application": "application",
    "function": "function",
    "manager": "manager_action",
    "agi": "agi_command",
}


# Differences that were resolved by reading the source: (module, subject of the difference) -> why
# nothing is missing.
SETTLED: Mapping[tuple[str, str], str] = {
    ("(core)", "acf"): "the registering function itself",
    ("(core)", "FilterList"): "documented without any code for it",
    ("chan_pjsip", "PJSIPNotify"): "documented in one of its files, registered by res_pjsip_notify",
    (
        "chan_dahdi",
        '"DAHDI" a',
    ): "the manager actions of 1.4, which a macro puts together; known.txt names them",
    (
        "chan_dahdi",
        '"Zap" a',
    ): "the manager actions of 1.4, which a macro puts together; known.txt names them",
    ("chan_dahdi", "chan_tech"): "the technology of 1.4, DAHDI or Zap; known.txt names both",
    ("app_confbridge", "tech"): "the announcer's and recorder's channels; known.txt names them",
    ("chan_phone", "cur_tech"): "one of several structures of the type Phone; known.txt names it",
    ("func_odbc", "query->acf"): "the functions that func_odbc.conf defines",
    (
        "res_cdrel_custom",
        "backend_name",
    ): "handed over by cdr_custom and its like; known.txt names them there",
    ("res_speech_aeap", "engine"): "the engines that aeap.conf defines",
    ("test_sorcery", "wizard"): "only while its unit tests run",
    ("test_sorcery", "wizard1"): "only while its unit tests run",
    ("test_sorcery", "wizard2"): "only while its unit tests run",
    ("test_sorcery", "wizard_read_only"): "only while its unit tests run",
}


def shipped(release: str, facts: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[str]:
    """Yield where the shipped data differs from these facts of a release (with the additions of
    known.txt), one line each.
    """
    asked = Release.parse(release)
    series = series_of(asked)
    catalog = load(asked)
    text = write.text(series, known.merged(facts, known.known(series)))
    expected = parse(text, asked)
    for name in [CORE, *sorted({*expected.modules, *catalog.modules})]:
        there, said = catalog.module(name), expected.module(name)
        if there is None or said is None:
            yield f"{name}: only in {'the sources' if there is None else 'the shipped data'}"
        elif _plain(there) != _plain(said):
            for key in sorted({*_plain(there), *_plain(said)}):
                shipped_names, source_names = (
                    _plain(there).get(key, set()),
                    _plain(said).get(key, set()),
                )
                if shipped_names != source_names:
                    only, missing = (
                        sorted(source_names - shipped_names),
                        sorted(shipped_names - source_names),
                    )
                    yield (
                        f"{name or '(core)'}: {key}: only the sources have {only}, only the "
                        f"shipped data {missing}"
                    )


def _plain(module: Module) -> dict[str, set[str]]:
    """Return everything that is known about a module, ignoring the order of names."""
    fields = {
        key: value
        for key, value in module._asdict().items()
        if key not in ("name", "provides", "requires", "because")
    }
    found: dict[str, set[str]] = {
        key: set(value) if isinstance(value, tuple) else {str(value)}
        for key, value in fields.items()
    }
    found |= {kind: set(names) for kind, names in module.provides.items()}
    return found | {"requires": {f"{name} ({reason})" for name, reason in module.because.items()}}


def documentation(files: Mapping[str, str], collected: Mapping[str, Facts]) -> Iterator[str]:
    """Yield where the XML documentation in the sources and the registrations in C disagree, one
    line each, except what is settled (SETTLED).

    A registration without documentation is not a disagreement: modules need not be documented, and
    the C code is what runs.
    """
    for module, facts in sorted(collected.items()):
        for kind, documented in sorted(_documented(files, facts).items()):
            registered = {
                name.upper() if kind == "agi_command" else name
                for name in facts.provides.get(kind, ())
            }
            for name in sorted(
                {name.upper() if kind == "agi_command" else name for name in documented}
                - registered
            ):
                if (module, name) not in SETTLED:
                    yield f"{module}: {kind} {name} is documented, no registration of it was read"
        for unread in facts.unread:
            if (module, unread.argument) not in SETTLED:
                yield (
                    f"{module}: {unread.call}({unread.argument}) names something that the source "
                    "does not show"
                )


def _documented(files: Mapping[str, str], facts: Facts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {kind: set() for kind in _KINDS.values()}
    texts = [text for path in facts.files for text in _DOCUMENTATION.findall(files[path])]
    # Since 16 documentation can be in separate files, next to a source file or in the folder of a
    # module's parts.
    stems = [path.rpartition(".")[0] for path in facts.files]
    texts += [
        text
        for name, text in files.items()
        if name.endswith(".xml")
        and name.startswith(tuple(f"{stem}{mark}" for stem in stems for mark in "_/"))
    ]
    for text in texts:
        for tag, attributes in _ENTRY.findall(text):
            name = _NAME.search(attributes)
            if name:
                found[_KINDS[tag]].add(name[1])
    return found
