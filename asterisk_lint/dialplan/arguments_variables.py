"""Applications whose arguments name variables: in each such place a function may stand, which is then written or read."""

from asterisk_lint.dialplan.arguments import Argument

VARIABLES = (
    Argument("Set", "*", "assign", "main/pbx_variables.c", releases=">=1.6.0"),
    Argument("Set", "1+", "assign", "main/pbx.c", releases="<1.6.0"),
    Argument("MSet", "1+", "assign", "main/pbx_variables.c"),
    Argument("SetGlobalVar", "*", "assign", "main/pbx.c"),
)
