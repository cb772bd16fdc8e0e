"""The files that a booted Asterisk can access: these names, and nothing else.

Everything is read-only and comes from the root directory that contains the Asterisk (a system's own
"/", or an unpacked image). The tables do not include places where a PBX could keep private data
(keys, certificates, passwords, databases, other programs' settings, homes).
"""

import os

PROGRAMS = (
    "bin",
    "sbin",
    "lib",
    "lib32",
    "lib64",
    "libx32",
    "libexec",
)  # of / and of each prefix that programs are installed below
PREFIXES = ("usr", "usr/local")
# Files that programs and libraries open by a fixed name, none of them private on any distribution.
SHARED = ("usr/share/zoneinfo", "usr/share/ca-certificates", "usr/share/perl", "usr/share/perl5",
    "usr/share/lua", "usr/share/php", "usr/share/snmp/mibs", "usr/share/crypto-policies",
    "etc/ld.so.cache", "etc/ld.so.conf", "etc/ld.so.conf.d", "etc/ld-musl-x86_64.path",
    "etc/ld-musl-aarch64.path", "etc/localtime", "etc/alternatives", "etc/services",
    "etc/protocols", "etc/ssl/certs", "etc/ssl/openssl.cnf", "etc/pki/tls/certs",
    "etc/pki/tls/cert.pem", "etc/pki/tls/openssl.cnf", "etc/pki/ca-trust/extracted",
    "etc/ca-certificates/extracted", "etc/crypto-policies")  # fmt: skip
# In a data directory only what comes with Asterisk: no keys, no licences, no database, no
# voicemail.
OWN = (
    "agi-bin",
    "documentation",
    "firmware",
    "images",
    "moh",
    "phoneprov",
    "rest-api",
    "scripts",
    "sounds",
    "static-http",
)
WRITABLE = (
    "var/log/asterisk",
    "var/spool/asterisk",
    "var/cache",
    "tmp",
    "var/tmp",
    "dev/shm",
    "run/asterisk",
    "run/witness",
)
OPEN = ("tmp", "var/tmp", "dev/shm")  # with the mode that every system gives them
DEVICES = ("null", "full", "random", "urandom")


def prefix_of(binary: str) -> str:
    """Return the prefix that a program was installed below, without surrounding slashes:
    "opt/asterisk" for /opt/asterisk/sbin/asterisk; "" if it is no such place.
    """
    directory = os.path.dirname(binary)
    return (
        os.path.dirname(directory).strip("/")
        if os.path.basename(directory) in {"bin", "sbin"}
        else ""
    )


def prefixes(binary: str) -> tuple[str, ...]:
    """Return every prefix below which programs and data are shown: the usual ones, and that of
    Asterisk itself.
    """
    own = prefix_of(binary)
    return (*PREFIXES, own) if own and own not in PREFIXES else PREFIXES


def data_directories(binary: str) -> tuple[str, ...]:
    """Return where the data of an Asterisk may be, as its asterisk.conf would name it."""
    below = (
        f"{prefix}/{name}"
        for prefix in prefixes(binary)
        for name in ("share/asterisk", "var/lib/asterisk")
    )
    return ("var/lib/asterisk", *below)


def shown(binary: str) -> tuple[str, ...]:
    """Return every name that is shown if the root directory has it, with each after the one that
    contains it.
    """
    programs = (f"{prefix}/{name}" for prefix in prefixes(binary) for name in PROGRAMS)
    data = (f"{directory}/{name}" for directory in data_directories(binary) for name in OWN)
    return tuple(dict.fromkeys((*PROGRAMS, *programs, *SHARED, *data)))


def is_shown(directory: str, binary: str) -> bool:
    """Tell whether an absolute path is a directory of Asterisk's that is shown, completely or
    partly.
    """
    name = directory.strip("/")
    if ".." in name.split("/"):
        return False
    return name in data_directories(binary) or any(
        name == place or name.startswith(place + "/") for place in shown(binary)
    )


def etc_files(user: int, group: int) -> dict[str, str]:
    """Return the files of /etc that are written for the sandbox, by name."""
    return {
        "passwd": f"asterisk:x:{user}:{group}:Asterisk:/tmp:/bin/sh\n",
        "group": f"asterisk:x:{group}:\n",
        "hosts": "127.0.0.1 localhost\n::1 localhost\n",
        "nsswitch.conf": (
            "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n"
        ),
        "resolv.conf": "nameserver 127.0.0.1\n",
    }
