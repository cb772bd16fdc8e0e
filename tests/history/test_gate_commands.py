from asterisk_lint.history.gate import new_only
from asterisk_lint.model import Edit, Finding, Reason, Requirement
from asterisk_lint.output.fingerprint import fingerprints
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.tree.changes import Changes


def missing(module: str, line: int, file: str = "extensions.conf") -> Finding:
    return Finding(
        "missing-module",
        "AL101",
        "error",
        f"{module} is missing",
        file,
        line,
        module=module,
        edits=(Edit("add", module),),
    )


def unknown(name: str, line: int, file: str = "extensions.conf") -> Finding:
    return Finding(
        "unknown-application",
        "AL201",
        "error",
        f"no application {name}() in Asterisk 22 (see {file}:{line})",
        file,
        line,
    )


def report(
    *findings: Finding, directory: str = "etc", required: tuple[Requirement, ...] = ()
) -> Report:
    return Report(
        (PbxReport(directory, "22", False, (), required, tuple(findings), lambda file: ()),)
    )


def test_moved_lines_and_renamed_files_are_nothing_new() -> None:
    before = report(missing("app_queue", 10), unknown("Foo", 3), unknown("Foo", 9))
    after = report(
        unknown("Foo", 1, "new.conf"),
        unknown("Foo", 2, "new.conf"),
        missing("app_queue", 90, "new.conf"),
    )
    result = new_only(after, before, Changes({"etc/new.conf": "etc/extensions.conf"}))
    assert (result.pbxs[0].findings, result.known) == ((), 3)


def test_one_more_of_a_kind_is_the_one_on_a_changed_line() -> None:
    before = report(unknown("Foo", 3), unknown("Foo", 9))
    after = report(unknown("Foo", 3), unknown("Foo", 6), unknown("Foo", 10))
    result = new_only(after, before, Changes(lines={"etc/extensions.conf": frozenset({6})}))
    assert [finding.line for finding in result.pbxs[0].findings] == [6]
    assert result.known == 2


def test_a_new_reason_makes_a_missing_module_new() -> None:
    queue = Reason("application", "Queue", "extensions.conf", 3)
    agent = Reason("function", "QUEUE_MEMBER", "extensions.conf", 7)
    before = report(missing("app_queue", 3), required=(Requirement("app_queue", (queue,)),))
    again = report(
        missing("app_queue", 5),
        required=(Requirement("app_queue", (queue._replace(line=5), queue._replace(line=8))),),
    )
    more = report(missing("app_queue", 3), required=(Requirement("app_queue", (queue, agent)),))
    assert new_only(again, before, Changes()).known == 1
    assert len(new_only(more, before, Changes()).pbxs[0].findings) == 1


def test_a_module_that_became_unused_names_its_last_use() -> None:
    before = report(
        required=(
            Requirement("app_queue", (Reason("application", "Queue", "extensions.conf", 57),)),
        )
    )
    after = report(
        Finding(
            "unused-module",
            "AL102",
            "error",
            "nothing uses app_queue",
            "modules.conf",
            4,
            module="app_queue",
        )
    )
    assert (
        "Queue was at extensions.conf:57"
        in new_only(after, before, Changes()).pbxs[0].findings[0].why
    )


def test_a_pbx_that_moved_is_compared_with_what_it_was() -> None:
    before = report(missing("app_queue", 3), directory="berlin")
    after = report(missing("app_queue", 3), missing("app_page", 4), directory="hosts/berlin")
    result = new_only(after, before, Changes({"hosts/berlin/modules.conf": "berlin/modules.conf"}))
    assert [finding.module for finding in result.pbxs[0].findings] == ["app_page"]
    assert len(new_only(after, before, Changes()).pbxs[0].findings) == 2


def test_fingerprints_stay_when_lines_move_and_tell_findings_apart() -> None:
    one = report(missing("app_queue", 10), unknown("Foo", 3), unknown("Foo", 9)).pbxs[0]
    moved = report(missing("app_queue", 11), unknown("Foo", 4), unknown("Foo", 10)).pbxs[0]
    assert [print_ for _, print_ in fingerprints(one)] == [
        print_ for _, print_ in fingerprints(moved)
    ]
    assert len({print_ for _, print_ in fingerprints(one)}) == 3
    assert not {print_ for _, print_ in fingerprints(one)} & {
        print_ for _, print_ in fingerprints(one._replace(directory="other"))
    }
