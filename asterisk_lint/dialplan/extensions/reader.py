"""One reading of extensions.conf, line by line (pbx/pbx_config.c: pbx_load_config(), compared from
1.6.2 to 23).
"""

from collections import Counter
from collections.abc import Sequence

from asterisk_lint.conf.reader import Conf, Section
from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table
from asterisk_lint.conf.values import fold
from asterisk_lint.dialplan.extensions.contexts import Context
from asterisk_lint.dialplan.extensions.filling import Filling
from asterisk_lint.dialplan.extensions.forms import Forms, TextForms
from asterisk_lint.dialplan.extensions.step_parts import StepParts
from asterisk_lint.model import Step
from asterisk_lint.releases import Release

_STEPS: Table[Origin, Sequence[Step]] = Table()  # of a section
SAME_SECTION: Table[tuple[str, Section], Origin] = Table()  # by the release
FORMS: Table[Release, Forms] = Table()


class ExtensionsReader(StepParts):
    """Reads extensions.conf."""

    text_forms: TextForms

    def __init__(self, conf: Conf, release: Release, etc: str) -> None:
        super().__init__(conf, release, etc)
        self.forms = Forms()

    def read(self, results: Results | None = None) -> None:
        """Read the globals, then every context. `results` holds what the PBXs of a run share."""
        if results is not None:
            self.forms = results.of(FORMS).setdefault(self.release, self.forms)
        self.text_forms = TextForms(self.forms)
        several = self.release.order >= (13,)
        for section in self.conf.named("globals"):
            self.globals(section)
            if not several:
                break
        origins = self.lone_origins(results) if results is not None else {}
        steps = results.of(_STEPS) if results is not None else {}
        for index, section in enumerate(self.conf.sections):
            if not section.template and fold(section.name) not in ("general", "globals"):
                origin = origins.get(index)
                if origin is None:
                    self.fill(self.context(section.name), section)
                else:
                    self.fill_once(section, origin, steps)

    def lone_origins(self, results: Results) -> dict[int, Origin]:
        """Return the origin of each section that alone fills its context, by its position, if it is
        known. Equal sections have the origin of the first.
        """
        names = Counter(section.name for section in self.conf.objects())
        same = results.of(SAME_SECTION)
        release = self.release.text
        found: dict[int, Origin] = {}
        for start, stop, origin in self.conf.origins:
            for number in range(stop - start):
                section = self.conf.sections[start + number]
                if names[section.name] == 1:
                    own = Origin(origin.source, origin.part, number, release)
                    found[start + number] = same.setdefault((release, section), own)
        return found

    def fill_once(
        self, section: Section, origin: Origin, known: dict[Origin, Sequence[Step]]
    ) -> None:
        """Process a section that other PBXs also have: its steps are the same there, unless more
        than the section determines them.
        """
        start = len(self.steps)
        steps = known.get(origin)
        if steps is not None:
            self.steps.extend(steps)
        else:
            before = (self.replaced, len(self.uses), self.told, self.aliases)
            self.fill(self.context(section.name), section)
            if self.aliases or before != (self.replaced, len(self.uses), self.told, self.aliases):
                return
            known[origin] = self.steps.since(start)
        self.origins.append(OriginRange(start, len(self.steps), origin))

    def fill(self, context: Context, section: Section) -> None:
        """Process the entries of one section as steps and uses."""
        Filling(self, context, section, self.text_forms).run()
