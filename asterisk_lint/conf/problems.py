"""Problems that occur while a configuration file is read, and their effect on the file."""

from asterisk_lint.conf.lines import NO_COMMENT, CommentState
from asterisk_lint.model import Problem


class GivenUp(Exception):
    """Asterisk reads no further in this file; `comments` is the comment nesting there."""

    comments: CommentState = NO_COMMENT


class ProblemCollector:
    """Collects the problems of one reading. `level` is the depth of #include, 1 in the file itself;
    `stop`: raise GivenUp where Asterisk gives up.
    """

    def __init__(self, stop: bool) -> None:
        self.stop = stop
        self.level = 1
        self.problems: dict[Problem, None] = {}  # each once, in order
        self.rejected = False
        self.hangs = False
        self.damaged = False  # rejected for something else than a file that is not here

    def problem(
        self, message: str, file: str, line: int, column: int = 0, rule: str = "syntax-error"
    ) -> None:
        """Report something at which Asterisk warns, or which it skips."""
        self.problems[Problem(rule, message, file, line, column)] = None

    def give_up(self, message: str, file: str, line: int, column: int = 0, rule: str = "") -> None:
        """Report a mistake at which Asterisk reads no further in this file. `rule`: the rule of a
        file that is not here, and may be on the machine.
        """
        if self.level == 1:
            consequence = "Asterisk rejects the whole file"
            self.rejected = True
            self.damaged |= not rule
        else:
            consequence = "Asterisk skips the rest of this file"
        self.problem(f"{message}: {consequence}", file, line, column, rule or "syntax-error")
        if self.stop:
            raise GivenUp

    def hang(self, message: str, file: str, line: int, column: int = 0) -> None:
        """Report a mistake at which Asterisk hangs."""
        self.problem(f"{message}: Asterisk hangs here", file, line, column)
        self.rejected = self.hangs = self.damaged = True
        if self.stop:
            raise GivenUp
