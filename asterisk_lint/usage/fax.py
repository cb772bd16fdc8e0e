"""What fax needs: res_fax is only the framework, another module does the work."""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.rows import Choice, Row, With

ROWS: tuple[Row, ...] = (
    With(
        need("module res_fax"), needs("fax *"),
            "res_fax has no fax modem of its own: without a fax technology every SendFAX(), "
            "ReceiveFAX() and gateway fails",
        "res/res_fax.c fax_session_new()",
    ),
    Choice(need("fax *"), "res_fax_spandsp res_fax_digium",
        "res_fax_spandsp is free and comes with Asterisk", "res/res_fax_spandsp.c"),
)  # fmt: skip
