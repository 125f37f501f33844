"""A PostgreSQL server of the tests' own, on a socket in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["postgresql_server"]

# Debian keeps the server's programs out of the path.
_PLACES = [os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]


@contextmanager
def postgresql_server() -> Generator[str]:
    """Start a new server, yield its address for SQLAlchemy, and stop and remove it."""
    initdb, pg_ctl = (shutil.which(name, path=os.pathsep.join(_PLACES)) for name in _PROGRAMS)
    assert initdb, "initdb was not found: these tests need the programs of a PostgreSQL server"
    assert pg_ctl
    # The path of a socket may have 107 characters, fewer than many folders for temporary files.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        data = f"{folder}/data"
        settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        _run(initdb, "--auth=trust", "--username=tester", "--encoding=UTF8", data, folder=folder)
        try:
            _run(pg_ctl, "start", "-w", "-D", data, "-o", settings, "-l", f"{folder}/log")
            yield f"postgresql+psycopg://tester@/postgres?host={folder}"
        finally:
            _run(pg_ctl, "stop", "-w", "-m", "immediate", "-D", data)


_PROGRAMS = ("initdb", "pg_ctl")


def _run(*command: str, folder: str = "") -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    is_root = os.geteuid() == 0
    nobody = pwd.getpwnam("nobody")
    if is_root and folder:
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    subprocess.run(
        command,
        user=nobody.pw_uid if is_root else None,
        group=nobody.pw_gid if is_root else None,
        extra_groups=[] if is_root else None,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
