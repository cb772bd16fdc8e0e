"""Measure how long a fleet takes: PBXs that share most files, compared with the distinct content
alone.

    python benchmarks/fleet.py [--pbxs 500] [--files 20] [--directory DIR]

Creates a Git repository in which each PBX has `files` files, 90 % of them the same in every PBX,
and a second one that has each distinct file once (in as few PBXs as possible). Prints the CPU time
of a check of each, and their ratio.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

PHONES = 10  # in each piece of pjsip.conf
MODULES = """[modules]
autoload=no
load => pbx_config.so
load => app_dial.so
load => app_queue.so
load => app_voicemail.so
load => func_callerid.so
load => func_strings.so
load => chan_pjsip.so
load => res_pjsip.so
"""


def dialplan(name: str, phones: str, extensions: int) -> str:
    """A piece of dialplan with `extensions` extensions of five steps each, all applications and
    functions in common use; they call `phones` (`endpoints`).
    """
    lines = [f"[{name}]"]
    for number in range(extensions):
        lines += [
            f"exten => {1000 + number},1,NoOp(call from ${{CALLERID(num)}} in {name})",
            " same => n,Set(CHANNEL(language)=de)",
            ' same => n,GotoIf($["${LEN(${EXTEN})}" > "3"]?there)',
            f" same => n(there),Dial(PJSIP/{phones}-{number % PHONES},30,tT)",
            " same => n,Voicemail(100@default,u)",
        ]
    return "\n".join(lines) + "\n"


def endpoints(name: str) -> str:
    """A piece of pjsip.conf with some phones."""
    lines = []
    for each in range(PHONES):
        lines += [
            f"[{name}-{each}]", "type=endpoint", "context=shared-0", "disallow=all",
            "allow=ulaw,alaw", f"auth={name}-{each}", f"aors={name}-{each}",
            f"[{name}-{each}]", "type=auth", "auth_type=userpass", f"username={name}", "password=x",
            f"[{name}-{each}]", "type=aor", "max_contacts=1",
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def shared_files(number: int) -> dict[str, str]:
    """The files that every PBX has alike."""
    phones = f"shared{number - 1}"
    files = {
        "modules.conf": MODULES,
        "extensions.conf": "[globals]\nX=1\n[support]\nexten => 100,1,Queue(support)\n"
        '#include "extensions_site.conf"\n'
        + "".join(f'#include "dialplan_{each}.conf"\n' for each in range(number // 2)),
        "pjsip.conf": '[transport-udp]\ntype=transport\nprotocol=udp\n#include "pjsip_site.conf"\n',
        "queues.conf": f"[general]\npersistentmembers=yes\n[support]\nmember => PJSIP/{phones}-0\n",
        "voicemail.conf": "[general]\nformat=wav49|gsm|wav\n[default]\n100 => 1234,Anna\n",
        "musiconhold.conf": "[default]\nmode=files\ndirectory=moh\n",
    }
    for each in range(number // 2):
        files[f"dialplan_{each}.conf"] = dialplan(f"shared-{each}", phones, 20)
    while len(files) < number:
        each = len(files)
        files[f"pjsip_phones_{each}.conf"] = endpoints(f"shared{each}")
        files["pjsip.conf"] += f'#include "pjsip_phones_{each}.conf"\n'
    return files


def own_files(site: int, number: int) -> dict[str, str]:
    """The files that one PBX has for itself."""
    files = {
        "extensions_site.conf": dialplan(f"site-{site}", f"site{site}", 20),
        "pjsip_site.conf": endpoints(f"site{site}"),
    }
    return dict(list(files.items())[:number])


def make(top: str, pbxs: dict[str, dict[str, str]]) -> None:
    """Write PBXs into a new Git repository."""
    for directory, files in pbxs.items():
        os.makedirs(os.path.join(top, directory))
        for name, content in files.items():
            with open(os.path.join(top, directory, name), "w", encoding="utf-8") as file:
                file.write(content)
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=top, check=True)


def fixed(top: str, files: dict[str, str]) -> str:
    """The modules.conf that fits these files: a fleet that is in order."""
    make(top, {"pbx": files})
    subprocess.run(
        [sys.executable, "-m", "asterisk_lint", "--fix", "--asterisk", "22", "-q", "--exit-zero"],
        cwd=top,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with open(os.path.join(top, "pbx", "modules.conf"), encoding="utf-8") as file:
        return file.read()


def measure(top: str, *options: str) -> tuple[float, float]:
    """CPU and elapsed seconds of one check."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "asterisk_lint",
        "--asterisk",
        "22",
        "--output-format",
        "concise",
        *options,
    ]
    done = subprocess.run(command, cwd=top, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in {0, 1}:
        sys.exit(f"the check failed with {done.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        time.perf_counter() - start,
    )


def main() -> None:
    """Make both repositories and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pbxs", type=int, default=500)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--directory")
    args = parser.parse_args()
    top = args.directory or tempfile.mkdtemp(prefix="fleet-")
    own = max(args.files // 10, 1)
    shared = shared_files(args.files - own)
    shared["modules.conf"] = fixed(os.path.join(top, "first"), {**shared, **own_files(0, own)})
    fleet = {
        f"hosts/site{site:03}": {**shared, **own_files(site, own)} for site in range(args.pbxs)
    }
    # The distinct content once: the shared files, and every site's own files included one after the
    # other.
    once = dict(shared)
    for name in own_files(0, own):
        once[name] = "".join(f'#include "{site}_{name}"\n' for site in range(args.pbxs))
        once.update({f"{site}_{name}": own_files(site, own)[name] for site in range(args.pbxs)})
    make(os.path.join(top, "fleet"), fleet)
    make(os.path.join(top, "once"), {"pbx": once})
    print(f"{args.pbxs} PBXs of {args.files} files, {len(once)} distinct files; in {top}")
    for label, options in (
        (" (-j 1, no cache)", ["--no-cache", "-j", "1"]),
        (" (-j 2, no cache)", ["--no-cache", "-j", "2"]),
        (" (cache cold)", []),
        (" (cache warm)", []),
        (" (one file edited)", []),
    ):
        if "edited" in label:
            # (the status of a file that changed just before a run cannot be relied on)
            time.sleep(4)
            measure(os.path.join(top, "fleet"))
            with open(os.path.join(top, "fleet/hosts/site000/extensions_site.conf"), "a") as file:
                file.write(" same => n,NoOp(edited)\n")
        cpu, elapsed = measure(os.path.join(top, "fleet"), *options)
        print(f"fleet{label}: {cpu:.2f} s CPU, {elapsed:.2f} s")
    alone, elapsed = measure(os.path.join(top, "once"), "--no-cache")
    print(f"distinct content, as one PBX: {alone:.2f} s CPU, {elapsed:.2f} s")


if __name__ == "__main__":
    main()
