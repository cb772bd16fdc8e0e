"""A container image as a root directory: its files are unpacked, and the engine runs nothing of
it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from asterisk_lint.witness.layout import NoAsterisk

ENGINES = ("podman", "docker")


@contextmanager
def unpacked(image: str) -> Iterator[str]:
    """Yield a temporary directory with the image's files, which is removed at the end. Raises
    NoAsterisk if there is no engine, or no such image.
    """
    import shutil
    import subprocess
    import tempfile

    if image.startswith("-"):
        raise NoAsterisk(f"{image} is not an image name")
    engine = next((found for name in ENGINES if (found := shutil.which(name))), None)
    if engine is None:
        raise NoAsterisk(
            f"the image {image} needs a container engine: neither {' nor '.join(ENGINES)} is "
            "installed"
        )
    made = subprocess.run([engine, "create", image, "true"], capture_output=True, text=True)
    if made.returncode:
        raise NoAsterisk(
            f"{os.path.basename(engine)} cannot use the image {image}: "
            f"{made.stderr.strip() or 'no reason given'}"
        )
    container = made.stdout.strip().splitlines()[-1]
    try:
        with tempfile.TemporaryDirectory(prefix="asterisk-lint-") as directory:
            with subprocess.Popen([engine, "export", container], stdout=subprocess.PIPE) as export:
                devices = [
                    "--exclude=dev/*",
                    "--exclude=./dev/*",
                    "--exclude=proc/*",
                    "--exclude=sys/*",
                ]
                subprocess.run(
                    [
                        "tar",
                        "-x",
                        "--no-same-owner",
                        "--no-same-permissions",
                        *devices,
                        "-C",
                        directory,
                    ],
                    stdin=export.stdout,
                    check=False,
                )
            if export.returncode:
                raise NoAsterisk(f"{os.path.basename(engine)} could not export the image {image}")
            yield directory
    finally:
        subprocess.run(
            [engine, "rm", container], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
