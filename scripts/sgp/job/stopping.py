"""A run that is told to end, by a scheduler or as the computer shuts down, first finishes what is in flight."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def gently_stopped() -> Iterator[Callable[[], bool]]:
    """While the block lasts, SIGTERM only sets a mark; gives what tells whether it is set. Ctrl-C stops as ever."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only the main thread hears signals
        yield asked.is_set
        return
    before = signal.signal(signal.SIGTERM, lambda *_: asked.set())
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGTERM, before)
