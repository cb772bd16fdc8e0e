"""Configurations with which as many modules as possible run without hardware, without a network and
without any server.
"""

from pathlib import Path

from asterisk_lint.witness.layout import read_directory

# In place of the distribution's samples, which leave these modules without anything to do, so that
# they decline.
FILES = {
    "cdr_custom.conf": "[mappings]\nMaster.csv => ${CSV_QUOTE(${CDR(src)})}\n",
    "cdr_sqlite3_custom.conf": "[master]\ntable = cdr\ncolumns = src\nvalues = '${CDR(src)}'\n",
    "cel_custom.conf": "[mappings]\nMaster.csv => ${CSV_QUOTE(${eventtype})}\n",
    "cel_sqlite3_custom.conf": "[master]\ntable = cel\ncolumns = eventtype\n"
    "values = '${eventtype}'\n",
    "cel.conf": "[general]\nenable = yes\napps = all\nevents = ALL\n[manager]\nenabled = yes\n",
    "cdr_manager.conf": "[general]\nenabled = yes\n",
    "cdr.conf": "[general]\nenable = yes\n[csv]\nusegmtime = yes\n",
    "cdr_odbc.conf": "[global]\ndsn = nowhere\ntable = cdr\n",
    "cdr_pgsql.conf": "[global]\nhostname = localhost\ndbname = none\nuser = none\n"
    "password = none\n"
    "table = cdr\n",
    "cel_pgsql.conf": "[global]\nhostname = localhost\ndbname = none\nuser = none\n"
    "password = none\n"
    "table = cel\n",
    "cdr_tds.conf": "[global]\nhostname = localhost\ndbname = none\nuser = none\npassword = none\n"
    "charset = BIG5\ntable = cdr\n",
    "cel_tds.conf": "[global]\nhostname = localhost\ndbname = none\nuser = none\npassword = none\n"
    "charset = BIG5\ntable = cel\n",
    "cdr_mysql.conf": "[global]\nhostname = localhost\ndbname = none\nuser = none\n"
    "password = none\n"
    "table = cdr\n",
    "dundi.conf": "[general]\nentityid = 00:07:E9:3B:76:60\nbindaddr = 127.0.0.1\n",
    "extensions.ael": "context nobody { 1 => NoOp(); };\n",
    "extensions.lua": "extensions = {}\n",
    "func_odbc.conf": "[general]\nsingle_db_connection = no\n",
    "hep.conf": "[general]\nenabled = yes\ncapture_address = 127.0.0.1:9061\ncapture_id = 1234\n",
    "http.conf": "[general]\nenabled = yes\nbindaddr = 127.0.0.1\nbindport = 8088\n",
    "manager.conf": "[general]\nenabled = yes\nbindaddr = 127.0.0.1\n",
    "prometheus.conf": "[general]\nenabled = yes\n",
    "res_ldap.conf": "[_general]\nurl = ldap://127.0.0.1\nuser = cn=none\npass = none\n",
    "res_pgsql.conf": "[general]\ndbhost = 127.0.0.1\ndbname = none\ndbuser = none\n"
    "dbpass = none\n",
    "resolver_unbound.conf": "[general]\nhosts = \nresolv = \n",
    "sip.conf": "[general]\nwebsocket_enabled = no\n",
    "skinny.conf": "[general]\nbindaddr = 127.0.0.1\n",
    "unistim.conf": "[general]\nport = 5000\n",
    "voicemail.conf": "[general]\nformat = wav\n[default]\n100 => 1234,Nobody\n",
}
# These would register commands of their own, or replace what a module registers.
WITHOUT = ("cli_aliases.conf", "modules.conf", "logger.conf", "asterisk.conf", "extconfig.conf")


def configuration(root: str) -> dict[str, bytes]:
    """The distribution's sample configuration below `root`, with FILES in place of what of it does
    not do.
    """
    files = {
        name: data
        for name, data in read_directory(Path(root) / "etc/asterisk").items()
        if name not in WITHOUT
    }
    return files | {name: text.encode() for name, text in FILES.items()}
