"""Libraries that AGI scripts load, and programs that they run, which ask nothing of Asterisk on
their own: what goes through an AGI library is read where the script calls it.
"""

from collections.abc import Mapping

# By language, separated by blanks; of a package, the first part of its name.
LIBRARIES: Mapping[str, str] = {
    "python": """
        abc agi aifc aiohttp argparse array ast asterisk asynchat asyncio asyncore asyncpg
        atexit attr audioop base64 bdb binascii bisect boto3 botocore bs4 bson builtins bz2
        calendar certifi cgi cgitb chardet chunk cmath cmd code codecs codeop collections
        colorsys compileall concurrent configparser contextlib contextvars copy copyreg cProfile
        crypt Crypto cryptography csv ctypes curses cx_Oracle dataclasses datetime dateutil dbm
        decimal difflib dis distutils django doctest dotenv email encodings ensurepip enum errno
        fastagi faulthandler fcntl filecmp fileinput flask fnmatch fractions ftplib functools gc
        getopt getpass gettext glob google graphlib grp gtts gzip hashlib heapq hmac html http
        httpx imaplib imghdr imp importlib inspect io ipaddress itertools jinja2 json jwt
        keyword ldap ldap3 linecache locale logging loguru lxml lzma mailbox mailcap marshal
        math mimetypes mmap modulefinder multiprocessing mysql MySQLdb netrc nis nntplib numbers
        numpy openai operator optparse oracledb os ossaudiodev paho pandas panoramisk paramiko
        pathlib pdb peewee phonenumbers pickle pickletools pika pipes pkg_resources pkgutil
        platform plistlib poplib posix posixpath pprint profile pstats psycopg psycopg2 pty pwd
        py_compile pydantic pydoc pydub pyexpat pymongo pymysql pyodbc pyst pyst2 pystrix pytz
        queue quopri random re readline redis reprlib requests resource rlcompleter runpy sched
        scipy secrets select selectors sentry_sdk setuptools shelve shlex shutil signal
        simplejson site six smtpd smtplib sndhdr socket socketserver soundfile
        speech_recognition spwd sqlalchemy sqlite3 ssl starpy stat statistics string stringprep
        struct subprocess suds sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib
        tempfile termios textwrap threading time timeit tkinter token tokenize tomllib trace
        traceback tracemalloc tty twisted types typing typing_extensions unicodedata unidecode
        unittest urllib urllib3 uu uuid venv warnings wave weakref webbrowser websocket
        websockets wsgiref xml xmlrpc yaml zeep zipapp zipfile zipimport zlib zmq zoneinfo
    """,
    "perl": """
        AnyEvent Asterisk Benchmark Cache Capture Carp Class Config Crypt Cwd Data Date DateTime
        DB_File DBD DBI Devel Digest Email Encode English Env Errno Exporter Fcntl File
        FileHandle FindBin Getopt Hash HTML HTTP IO IPC JSON Lingua List Locale Log LWP Mail
        Math Memoize MIME Modern Mojo Moo Moose Net Number Params PerlIO POSIX Proc Readonly
        Redis REST Scalar SelectSaver SOAP Socket Sort Spreadsheet Storable String Switch Symbol
        Sys Template Term Test Text Thread Tie Time Try Type Unicode UNIVERSAL Unix URI User WWW
        XML YAML
    """,
    "php": """
        AGI AMI Aws Carbon Clue Doctrine Dotenv Evenement GuzzleHttp Illuminate Laminas League
        Monolog PAGI PAMI PDO Predis Psr Ramsey React Symfony Twig Zend
    """,
    "ruby": """
        active_record active_support adhearsion agi asterisk aws-sdk base64 batphone benchmark
        bigdecimal bundler cgi csv date dbi digest dotenv English erb etc faraday fileutils
        forwardable httparty io json logger monitor mysql mysql2 net nokogiri observer open-uri
        open3 open_uri openssl optparse ostruct pathname pg pp pstore rbconfig redis rest-client
        rest_client ruby-agi rubygems securerandom sequel set shellwords singleton socket
        sqlite3 stringio strscan syslog tempfile thread time timeout tmpdir uri yaml zlib
    """,
    "js": """
        aggi agi agi-node ari-client assert asterisk asterisk-agi asterisk-manager asteriskagi
        async async_hooks aws-sdk axios bluebird buffer bunyan child_process cluster config
        console crypto debug dgram ding-dong dns dotenv events fs got http http2 https ioredis
        knex lodash log4js moment mongodb mongoose mssql mysql mysql2 net node-fetch os path pg
        pino process querystring readline redis request sequelize sqlite3 stream string_decoder
        superagent timers tls tty underscore url util uuid vm winston worker_threads ws zlib
    """,
    "lua": """
        agi cjson coroutine debug dkjson http io json lfs ltn12 luasql math mime os posix redis
        socket ssl string table
    """,
    "shell": """
        asterisk awk cat chmod chown cp curl cut date echo env expr false find flite grep gzip
        head hostname kill lame ln logger ls mail mkdir mkfifo mpg123 mv mysql nc nice pico2wave
        ping printf ps psql rm sed sendmail sleep sort sox sqlite3 sync tail tee test text2wave
        touch tr true unoconv wget which
    """,
}
