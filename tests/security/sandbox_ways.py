"""Ways out of the sandbox in which verify boots Asterisk, and ways to reach what is outside: one
row a way.

Each row is a command of the shell inside, run as the user that Asterisk runs as, and what it must
say. A row names the exact reason for its failure (a number of errno where Perl makes the system
call), so that a row that is only mistyped fails as well. `{secret}` is a file outside, `{port}` a
TCP port outside on 127.0.0.1, `{abstract}` an abstract Unix socket outside, `{pid}` a process
outside. System calls have a number for x86_64 and one for aarch64, written down here from the
kernel's headers, not taken from the program's table.
"""

from typing import NamedTuple

EPERM, EACCES, EINVAL, ENOSYS, EPROTONOSUPPORT, EAFNOSUPPORT, ENETUNREACH, ECONNREFUSED = (
    "1",
    "13",
    "22",
    "38",
    "93",
    "97",
    "101",
    "111",
)


class Way(NamedTuple):
    """One way out or in."""

    what: str
    command: str
    # what the command prints, or a part of it; alternatives with "or" (kernels and users differ in
    # which check comes first)
    says: str
    machines: tuple[str, ...] = ("x86_64", "aarch64")


def call(
    what: str, x86_64: int | None, aarch64: int | None, arguments: str = "0, 0, 0, 0", *says: str
) -> Way:
    """A system call made by Perl, which prints the number of the error, or `done`."""
    machines = tuple(
        name for name, number in (("x86_64", x86_64), ("aarch64", aarch64)) if number is not None
    )
    number = f"($ARGV[0] eq 'x86_64' ? {x86_64 or 0} : {aarch64 or 0})"
    script = (
        f'my @a = ({arguments}); my $r = syscall({number}, @a); print $r == -1 ? "errno " . '
        '($! + 0) : "done"'
    )
    return Way(
        what, perl(script), " or ".join(f"errno {number}" for number in says or (EPERM,)), machines
    )


def perl(script: str) -> str:
    """A line of Perl as a command."""
    return (
        "perl -MSocket -MPOSIX -e "
        f"'{script.replace(chr(39), chr(39) + chr(92) + chr(39) + chr(39))}' $(uname -m)"
    )


def opened(family: int, kind: int = 3, protocol: int = 0, says: str = EAFNOSUPPORT) -> str:
    """A command that opens a socket."""
    return perl(
        f'socket(my $s, {family}, {kind}, {protocol}) or do {{ print "errno " . ($! + 0); '
        'exit }; print "done"'
    )


FILES = (
    Way("read the passwords", "cat /etc/shadow", "No such file"),
    Way("read the group passwords", "cat /etc/gshadow", "No such file"),
    Way("read a file of the caller", "cat '{secret}'", "No such file"),
    Way("see the users of this machine", "grep -c . /etc/passwd", "1"),
    Way("see the home of root", "ls /root", "No such file"),
    Way("see the homes", "ls /home", "No such file"),
    Way("see private keys of TLS", "ls /etc/ssl/private", "No such file"),
    Way("see the keys of Asterisk", "ls /usr/share/asterisk/keys/* /var/lib/asterisk/keys/*",
        "No such file"),
    Way("see the settings of other programs", "cat /etc/fstab /etc/debian_version", "No such file"),
    Way("see the sockets of the system", "ls /run/dbus /run/systemd /var/run/docker.sock",
        "No such file"),
    Way("see devices in sysfs", "ls /sys", "No such file"),
    Way("see the kernels", "ls /boot", "No such file"),
    Way("see the state of other programs", "ls /var/lib/dpkg /var/lib/systemd", "No such file"),
    Way("see the old root", "ls /old /.. | grep -c boot", "0"),
    Way("write a program", "echo x >/usr/bin/x", "Read-only file system"),
    Way("write a library", "echo x >/usr/lib/x", "Read-only file system"),
    Way("write a library through the link", "echo x >/lib/x", "Read-only file system"),
    Way("write into /usr/local", "echo x >/usr/local/lib/x", "Read-only file system"),
    Way("write the users", "echo x >>/etc/passwd", "Permission denied or Read-only file system"),
    Way("write what the loader reads", "echo x >>/etc/ld.so.cache",
        "Permission denied or Read-only file system"),
    Way("write beside the configuration", "echo x >/etc/x", "Read-only file system"),
    Way("write at the top", "mkdir /x", "Read-only file system"),
    Way("write where Asterisk keeps its data", "mkdir /var/lib/asterisk/x",
        "Read-only file system"),
    Way("write a sound", "echo x >/usr/share/asterisk/sounds/x", "Read-only file system"),
    Way("remove Asterisk", "rm -f /usr/sbin/asterisk", "Read-only file system"),
    Way("make a program of the system set user", "chmod 4755 /usr/bin/perl",
        "Read-only file system"),
    Way("change the mode of a device", "chmod 777 /dev/null", "Read-only file system"),
    Way("give a file to root", "touch /tmp/f; chown 0 /tmp/f", "ot permitted or Invalid argument"),
    Way("run a program of its own",
        "cp /bin/bash /tmp/own; chmod 755 /tmp/own; /tmp/own -c 'echo ran'",
        "Permission denied"),
    Way("run it in the directory of the configuration",
        "cp /bin/bash /etc/asterisk/b; chmod 755 /etc/asterisk/b; /etc/asterisk/b -c 'echo ran'",
        "Permission denied"),
    Way("run it by the loader",
        "cp /bin/true /tmp/t; $(ls /lib64/ld-linux-* /lib/ld-linux-* 2>/dev/null | head -n 1) "
        "/tmp/t && echo ran", "failed to map segment"),
    Way("become root by a program that sets the user",
        "su root -c 'echo ran' </dev/null; echo $(id -u) | grep -c '^0$'", "0"),
    Way("reach the old root by a directory kept open",
        "ls -l /proc/self/fd | grep -c -e /root -e /work -e /tmp/", "0"),
)  # fmt: skip
DEVICES = (
    Way(
        "see more devices than these",
        "cd /dev; echo *",
        "fd full null random shm stderr stdin stdout urandom\n",
    ),
    Way("make a disk", "mknod /tmp/sda b 8 0", "ot permitted"),
    Way("make the memory", "mknod /tmp/mem c 1 1", "ot permitted"),
    Way(
        "make KVM in the directory of devices",
        "mknod /dev/kvm c 10 232",
        "Operation not permitted or Read-only file system",
    ),
    Way("type into the terminal", "echo x >/dev/tty", "Read-only file system"),
    call("type into a terminal by TIOCSTI", 16, 29, '0, 0x5412, "x"'),
    call("type into a terminal by TIOCLINUX", 16, 29, '0, 0x541C, "x"'),
)
PROCESSES = (
    Way("end a process outside", "kill -9 {pid}", "No such process"),
    Way(
        "see processes outside",
        'ls -d /proc/[0-9]* | wc -l | awk \'{ print ($1 < 12) ? "few" : "many" }\'',
        "few",
    ),
    Way("read the memory of process 1", "cat /proc/1/mem", "Permission denied"),
    Way("read the environment of process 1", "cat /proc/1/environ", "Permission denied"),
    Way("see the root of process 1", "ls /proc/1/root/", "Permission denied"),
    Way("see the directory of process 1", "ls /proc/1/cwd/", "Permission denied"),
    Way("see the pipes of process 1", "ls /proc/1/fd/", "Permission denied"),
    Way("see the namespaces of process 1", "readlink /proc/1/ns/net; echo $?", "1"),
    call("trace process 1", 101, 117, "16, 1, 0, 0"),
    call("trace Asterisk", 101, 117, "16, 2, 0, 0"),
    call("let oneself be traced", 101, 117, "0, 0, 0, 0"),
    call("read another process", 310, 270, "2, 0, 0, 0, 0, 0"),
    call("write another process", 311, 271, "2, 0, 0, 0, 0, 0"),
    call("advise another process' memory", 440, 440, "0, 0, 0, 0, 0"),
    call("compare kernel pointers", 312, 272, "1, 2, 0, 0, 0"),
    call("take a descriptor of another process", 438, 438, "0, 0, 0"),
    call("move the pages of another process", 279, 239, "1, 0, 0, 0, 0, 0"),
    Way("set limits of process 1", "prlimit --pid 1 --nofile=1:1", "ot permitted"),
)
PROC = (
    Way("see the keys", "cat /proc/keys", "No such file"),
    Way("see who has keys", "cat /proc/key-users", "No such file"),
    Way("read the kernel's memory", "head -c 1 /proc/kcore", "No such file"),
    Way("see the kernel's addresses", "cat /proc/kallsyms", "No such file"),
    Way("see the kernel's messages", "cat /proc/kmsg", "No such file"),
    Way("see how it was started", "cat /proc/cmdline", "No such file"),
    Way("see the disks", "cat /proc/partitions", "No such file"),
    Way(
        "name the handler of core dumps",
        "echo '|/tmp/x' >/proc/sys/kernel/core_pattern",
        "No such file",
    ),
    Way("name the loader of modules", "echo /tmp/x >/proc/sys/kernel/modprobe", "No such file"),
    Way("press the magic key", "echo b >/proc/sysrq-trigger", "No such file"),
    Way(
        "be spared when memory runs out",
        "echo -1000 >/proc/self/oom_score_adj",
        "Read-only file system",
    ),
    Way("see that memory spares it", "cat /proc/self/oom_score_adj", "1000\n"),
    Way("map other users", "echo 0 0 1 >/proc/self/uid_map", "Read-only file system"),
    Way("change a label", "echo x >/proc/self/attr/current", "Read-only file system"),
)
SOCKETS = (
    *(Way(f"a socket of the family {name}", opened(family), f"errno {EAFNOSUPPORT}") for name,
        family in (
        ("AX25", 3), ("IPX", 4), ("AppleTalk", 5), ("X25", 9), ("key", 15), ("packet", 17),
        ("RDS", 21), ("PPPoX", 24), ("LLC", 26), ("CAN", 29),
        ("TIPC", 30), ("Bluetooth", 31), ("IUCV", 32), ("RxRPC", 33), ("ISDN", 34), ("Phonet", 35),
        ("IEEE 802.15.4", 36), ("CAIF", 37),
        ("ALG", 38), ("NFC", 39), ("VSOCK", 40), ("KCM", 41), ("QIPCRTR", 42), ("SMC", 43),
        ("XDP", 44), ("MCTP", 45), ("99", 99),
    )),
    *(Way(f"a VSOCK socket of the kind {kind}", opened(40, kind),
            f"errno {EAFNOSUPPORT}") for kind in (1, 2)),
    *(Way(f"netlink: {name}", opened(16, 3, protocol), f"errno {EPROTONOSUPPORT}") for name,
        protocol in (
        ("sockets", 4), ("XFRM", 6), ("SELinux", 7), ("audit", 9), ("netfilter", 12),
        ("uevents", 15), ("generic", 16), ("crypto", 21),
    )),
    *(Way(f"IP: {name}", opened(family, kind, protocol), f"errno {EPROTONOSUPPORT}") for name,
        family, kind, protocol in (
        ("raw ICMP", 2, 3, 1), ("ping", 2, 2, 1), ("raw", 2, 3, 255), ("SCTP", 2, 1, 132),
        ("SCTP over IPv6", 10, 1, 132), ("DCCP", 2, 6, 33),
        ("MPTCP", 2, 1, 262), ("UDP-Lite", 2, 2, 136),
    )),
    *(Way(f"reach {address}, port {port}",
            perl(f'socket(my $s, 2, {kind}, 0); connect($s, pack_sockaddr_in({port}, '
                f'inet_aton("{address}"))) or do {{ print "errno " . ($! + 0); exit }}; print '
                '"done"'), f"errno {ENETUNREACH}") for address, port, kind in (
        ("203.0.113.9", 80, 1), ("203.0.113.9", 53, 2), ("169.254.169.254", 80, 1),
        ("10.0.0.1", 22, 1), ("192.168.0.1", 53, 2),
    )),
    Way("reach an IPv6 address",
        perl('socket(my $s, 10, 2, 0); connect($s, pack("SnNa16N", 10, 53, 0, pack("H*", '
            '"20010db8000000000000000000000001"), 0)) or do { print "errno " . ($! + 0); exit }; '
            'print "done"'), f"errno {ENETUNREACH}"),
    Way("reach a port of this machine",
        perl('socket(my $s, 2, 1, 0); connect($s, pack_sockaddr_in({port}, '
            'inet_aton("127.0.0.1"))) or do { print "errno " . ($! + 0); exit }; print "done"'),
            f"errno {ECONNREFUSED}"),
    Way("reach an abstract socket of this machine",
        perl('socket(my $s, 1, 1, 0); connect($s, pack("Sa*", 1, "\\0{abstract}")) or do { print '
            '"errno " . ($! + 0); exit }; print "done"'), f"errno {ECONNREFUSED}"),
    Way("give the loopback an address",
        perl('socket(my $s, 2, 2, 0); my $r = pack("a16Sna4x8", "lo", 2, 0, '
            'inet_aton("10.0.0.2")); ioctl($s, 0x8916, $r) or do { print "errno " . ($! + 0); '
            'exit }; print "done"'), f"errno {EPERM}"),
    Way("take the loopback down",
        perl('socket(my $s, 2, 2, 0); my $r = pack("a16Sx14", "lo", 0); ioctl($s, 0x8914, $r) or '
            'do { print "errno " . ($! + 0); exit }; print "done"'), f"errno {EPERM}"),
)  # fmt: skip
NAMESPACES = (
    *(call(f"a new namespace: {name}", 272, 97, f"{flag}") for name, flag in (
        ("user", 0x10000000), ("network", 0x40000000), ("mount", 0x20000), ("process", 0x20000000),
        ("UTS", 0x4000000), ("IPC", 0x8000000),
        ("cgroup", 0x2000000), ("time", 0x80),
    )),
    *(call(f"a process in a new namespace: {name}", 56, 220, f"{flag | 17}, 0, 0, 0, 0") for name,
        flag in (
        ("user", 0x10000000), ("network", 0x40000000), ("user and mount", 0x10020000),
    )),
    call("a process by the call whose flags no filter sees", 435, 435,
        "pack('Q8', 0x10000000, 0, 0, 0, 17, 0, 0, 0), 64", ENOSYS),
    call("enter a namespace", 308, 268, "0, 0"),
    call("mount memory", 165, 40, '"t", "/tmp", "tmpfs", 0, 0'),
    call("mount processes", 165, 40, '"proc", "/tmp", "proc", 0, 0'),
    call("mount it again, writable", 165, 40, '"none", "/usr/bin", 0, 4128, 0'),
    call("unmount what covers", 166, 39, '"/usr/bin", 2'),
    call("another root", 161, 51, '"/tmp"'),
    call("exchange the roots", 155, 41, '"/tmp", "/tmp"'),
    call("open a file system", 430, 430, '"tmpfs", 0'),
    call("open a tree of mounts", 428, 428, '-100, "/", 1'),
    call("move a mount", 429, 429, '-100, "/tmp", -100, "/var/tmp", 0'),
    call("change a mount", 442, 442, '-1, "/usr/bin", 0, 0, 0'),
    call("list the mounts", 458, 458, "0, 0, 0, 0"),
    call("open by a handle", 304, 265, "0, 0, 0"),
    call("make a handle", 303, 264, '-100, "/", 0, 0, 0'),
    call("swap to a file", 167, 224, '"/tmp/f", 0'),
    call("a quota", 179, 60, "0, 0, 0, 0"),
    call("watch a file system", 300, 262, "0, 0"),
)  # fmt: skip
KERNEL = (
    call("a program in the kernel", 321, 280, "0, 0, 0"),
    call("count events", 298, 241, "0, 0, 0, 0, 0"),
    call("handle page faults", 323, 282, "0"),
    call("a ring of calls", 425, 425, "1, 0"),
    call("enter a ring of calls", 426, 426, "0, 0, 0, 0, 0, 0"),
    call("register a ring of calls", 427, 427, "0, 0, 0, 0"),
    call("load a module", 175, 105, '0, 0, ""'),
    call("load a module from a file", 313, 273, '0, "", 0'),
    call("unload a module", 176, 106, '"x", 0'),
    call("load another kernel", 246, 104, "0, 0, 0, 0"),
    call("load another kernel from a file", 320, 294, "0, 0, 0, 0, 0"),
    call("restart the machine", 169, 142, "0, 0, 0, 0"),
    call("read the kernel's messages", 103, 116, "10, 0, 0"),
    call("open the ports of the hardware", 172, None, "3"),
    call("open one port of the hardware", 173, None, "128, 1, 1"),
    call("change segments", 154, None, "0, 0, 0"),
    call("account for processes", 163, 89, '"/tmp/f"'),
    call("set the time", 164, 170, "0, 0"),
    call("set a clock", 227, 112, "0, 0"),
    call("adjust a clock", 159, 171, "0"),
    call("set the name of the host", 170, 161, '"x", 1'),
    call("set the name of the domain", 171, 162, '"x", 1'),
    call("hang up the terminal", 153, 58, "0"),
    call("run without random addresses", 135, 92, "0x40000"),
    call("add a key", 248, 217, '"user", "x", "y", 1, -5'),
    call("ask for a key", 249, 218, '"user", "x", 0, -5'),
    call("read the keyring of the user", 250, 219, "11, -4, 0, 0"),
    call("join another session", 250, 219, '1, "x"'),
    call("a call that no kernel has yet", 999, 999, "0", ENOSYS),
    call("a call of x32", 0x40000000 + 39, None, "0", ENOSYS),
)
RIGHTS = (
    call("become root", 105, 146, "0", EPERM, EINVAL),
    call("become root, saved too", 117, 147, "0, 0, 0", EPERM, EINVAL),
    call("join the group of root", 106, 144, "0", EPERM, EINVAL),
    call("set the groups", 116, 159, "0, 0"),
    call(
        "take capabilities",
        126,
        91,
        "pack('Ll', 0x20080522, 0), pack('L6', -1, -1, -1, -1, -1, -1)",
    ),
    call("take new privileges again", 157, 167, "38, 0, 0, 0, 0", EINVAL),
    call("be first", 141, 140, "0, 0, -10", EACCES),
    Way("be of real time", "chrt -r 1 true", "ot permitted"),
    Way(
        "have a capability",
        "grep -E '^Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status | cut -f 2 | sort -u",
        "0000000000000000\n",
    ),
    Way("have another group", "id -G | wc -w", "1"),
)
LIMITS = (
    Way("more processes", "ulimit -u 100000", "ot permitted"),
    Way("more open files", "ulimit -n 100000", "ot permitted"),
    Way("larger files", "ulimit -f unlimited", "ot permitted"),
    Way("more memory", "ulimit -d unlimited", "ot permitted"),
    Way("more addresses", "ulimit -v unlimited", "ot permitted"),
    Way("more time", "ulimit -t unlimited", "ot permitted"),
    Way("locked memory", "ulimit -l unlimited", "ot permitted"),
    # With a limit of 0 the kernel would hand a core dump to a program outside.
    Way("core dumps to a program outside", "ulimit -c 0", "ot permitted"),
    call("core dumps by the older call", 160, 164, "4, pack('QQ', 0, 0)"),
    call("memory in a file without a place", 319, 279, '"x", 0'),
    call("memory without a file that several share", 9, 222, "0, 4096, 3, 0x21, -1, 0"),
    call("memory without a file that several share, checked", 9, 222, "0, 4096, 3, 0x23, -1, 0"),
    Way("memory of a device that several share", "head -c 1 /dev/zero", "No such file"),
    call("memory by System V", 29, 194, "0, 4096, 01600"),
    call("messages by System V", 68, 186, "0, 01600"),
    call("semaphores by System V", 64, 190, "0, 1, 01600"),
    call("messages by POSIX", 240, 180, '"/x", 0102, 0600, 0'),
    Way("a file of a gigabyte",
        "head -c 1G /dev/full >/tmp/large; stat -c %s /tmp/large; rm -f /tmp/large", "134217728\n"),
    Way("many files of some size",
        "for i in 1 2 3 4; do head -c 100M /dev/full >/tmp/f$i; done 2>&1; rm -f /tmp/f?",
        "No space left"),
    Way("very many files",
        "mkdir /tmp/d; cd /tmp/d; seq 70000 | xargs touch 2>&1 | tail -n 1; cd /; rm -rf /tmp/d",
        "No space left"),
    Way("much memory at once", perl('my $x = "x" x (2 << 30); print "done"'), "Out of memory"),
    Way("very many processes",
        perl('my @c; for (1..600) { my $p = fork; if (!defined $p) { print "errno " . ($! + 0); '
            'kill 9, @c; exit } if (!$p) { sleep 300; POSIX::_exit(0) } push @c, $p } print '
            '"done"; kill 9, @c'), "errno 11"),
)  # fmt: skip
WAYS = (*FILES, *DEVICES, *PROCESSES, *PROC, *SOCKETS, *NAMESPACES, *KERNEL, *RIGHTS, *LIMITS)
