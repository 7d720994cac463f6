"""Programs that serve until they are ended, and waiting for what they do."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

KEEPER = '"$@" & master=$!; read -r _; exec 2>/dev/null; kill "$master"; wait "$master"'
ENOUGH = 20.0
"""Seconds after which something that has not happened never will."""


@contextmanager
def daemon(*command: str) -> Iterator[None]:
    """Run a master with all its children, and end it. It ends too where the tests are killed: then its keeper's pipe is closed."""
    with subprocess.Popen(["sh", "-c", KEEPER, "keeper", *command], stdin=subprocess.PIPE, start_new_session=True) as keeper:
        try:
            yield
        finally:
            keeper.communicate(timeout=ENOUGH)


def until(happened: Callable[[], bool], what: str) -> None:
    """Look again and again, at most so long as makes sense."""
    end = time.monotonic() + ENOUGH
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {ENOUGH:.0f} seconds for {what}")
        time.sleep(0.02)


def told(*command: str) -> str:
    """What a command says. Raises where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
    return done.stdout.strip()


def free_ports() -> tuple[int, int]:
    """Two ports that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return one.getsockname()[1], two.getsockname()[1]


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
