"""A warmed process that forks one run of a script after the other, and lets it die at any step. Nothing of this is in the product.

It reads what to run from its standard input, a line of JSON each: `argv`, `environment`, `says` (a file for what is printed), and

- `at`, `nth`, `how`: at the nth time that the run comes to this step (a name of `STEPS`, or `line` for any line of the code that
  sends) it dies without a word (`exit`), is interrupted as by Ctrl-C (`interrupt`), or stops until somebody wakes it (`sleep`);
- `kill`, `since`: SIGKILL so many seconds after it was `started`, or had begun `sending`;
- `ahead`, `later`: by how many seconds its clock is ahead, and how much more once it has been woken.

For each it prints the number of the process, `asleep` whenever it has stopped, and how it ended (below 0: by that signal).
"""

import importlib
import json
import os
import runpy
import select
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

TESTS = Path(__file__).parent
DIED = 86
WATCHED = ("job/sending.py", "job/settling.py", "job/letters.py", "sgp/journal.py", "mail/smtp.py", "books/xlsx/__init__.py",
           "books/xlsx/lease.py", "books/xlsx/leasefile.py", "books/xlsx/saving.py", "delivery/lots.py")
"""The files of the product whose every line is a step called `line`; `in` names others, or functions."""


def main() -> None:
    """Run what is asked for, one after the other, until the input ends."""
    _warm()
    for asked in map(json.loads, sys.stdin):
        mark, marks = os.pipe()
        if (child := os.fork()) == 0:
            os.close(mark)
            _run(asked, marks)
        os.close(marks)
        print(child, flush=True)
        print(_ended(child, mark, asked), flush=True)
        os.close(mark)


def _warm() -> None:
    """Load what a run loads, once for all."""
    for module in ("icalendar", "lxml.etree", "css_inline", "sgp.job", "sgp.mail.sent", "sgp.mail.smtp"):
        importlib.import_module(module)


def _ended(child: int, mark: int, asked: dict[str, Any]) -> int:
    if kill := asked.get("kill"):
        end = os.pidfd_open(child)
        begun = select.select([end, mark], [], [])[0]  # its mark, or its end without one
        if begun != [end] and not select.select([end], [], [], kill)[0]:
            os.kill(child, signal.SIGKILL)
        os.close(end)
    while os.WIFSTOPPED(status := os.waitpid(child, os.WUNTRACED)[1]):
        print("asleep", flush=True)
    return os.waitstatus_to_exitcode(status)


def _run(asked: dict[str, Any], marks: int) -> None:
    out = os.open(asked["says"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs, and theirs, ignore it
    sys.argv = asked["argv"]
    os.environ.update(asked["environment"])
    code = 0
    try:
        _marking(marks, asked.get("since", "sending"))
        _clock(asked.get("ahead", 0))
        if asked.get("at"):
            _dies(asked["at"], _Countdown(asked.get("nth", 1), asked.get("how", "exit"), asked.get("later", 0)), asked.get("in", WATCHED))
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as done:
        code = int(done.code or 0)
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class _Countdown:
    """Comes true at the nth call; and what happens then."""

    def __init__(self, nth: int, how: str, later: float) -> None:
        self.left, self.how, self.later = nth, how, later

    def __call__(self) -> None:
        self.left -= 1
        if self.left == 0 and self.how == "exit":
            os._exit(DIED)
        if self.left == 0 and self.how == "sleep":
            os.kill(os.getpid(), signal.SIGSTOP)
            _clock(self.later)
        if self.left == 0 and self.how == "interrupt":
            raise KeyboardInterrupt


def _marking(marks: int, since: str) -> None:
    if since == "started":
        os.write(marks, b"!")
    else:
        _wrap(_room("posting"), "send", before=lambda *_: os.write(marks, b"!"))


def _clock(ahead: float) -> None:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "datetime":
            return datetime.now(tz) + timedelta(seconds=ahead)

    for room in ("posting", "round", "settling") if ahead else ():
        _room(room).datetime = Ahead


def _wrap(where: Any, name: str, before: Callable[..., object] | None = None, after: Callable[..., object] | None = None) -> None:
    inner = getattr(where, name)

    def outer(*given: Any, **named: Any) -> Any:
        if before:
            before(*given)
        answer = inner(*given, **named)
        if after:
            after(*given)
        return answer

    setattr(where, name, outer)


def _journal() -> Any:
    from sgp.journal import Journal

    return Journal


def _smtp() -> Any:
    from sgp.mail import smtp

    return smtp


def _room(name: str) -> Any:
    """A room of `sgp.job`; the function `letters` has the name of its room."""
    return importlib.import_module(f"sgp.job.{name}")


def _of_book(then: Callable[[], None]) -> Callable[..., None]:
    return lambda _, target: then() if Path(target).name == "coordinator.xlsx" else None


def _half(then: Callable[[], None]) -> Callable[..., None]:
    """Say the first half of an email, then let it happen."""
    def cut(talk: Any, step: Any, words: bytes) -> None:
        if str(step) == "content" and then.left == 1:  # type: ignore[attr-defined]
            talk.send(words[:len(words) // 2])
        _content(then)(talk, step)

    return cut


def _content(then: Callable[[], None]) -> Callable[..., None]:
    return lambda _, step, *__: then() if str(step) == "content" else None


def _saying_data(then: Callable[[], None]) -> Callable[..., None]:
    return lambda _, __, command: then() if command == "DATA" else None


STEPS: dict[str, Callable[[Callable[[], None]], None]] = {
    "before freeze": lambda then: _wrap(_journal(), "freeze", before=lambda *_: then()),
    "after freeze": lambda then: _wrap(_journal(), "freeze", after=lambda *_: then()),
    "before the file is replaced": lambda then: _wrap(os, "replace", before=_of_book(then)),
    "after the file is replaced": lambda then: _wrap(os, "replace", after=_of_book(then)),
    "after the claim": lambda then: _wrap(_room("sending"), "_claim", after=lambda *_: then()),
    "before the step": lambda then: _wrap(_journal(), "step", before=lambda *_: then()),
    "after the step": lambda then: _wrap(_journal(), "step", after=lambda *_: then()),
    "before DATA": lambda then: _wrap(_smtp(), "ask", before=_saying_data(then)),
    "in the content": lambda then: _wrap(_smtp(), "say", before=_half(then)),
    "after the dot": lambda then: _wrap(_smtp(), "say", after=_content(then)),
    "after the 250": lambda then: _wrap(_smtp(), "heard", after=_content(then)),
    "before the results": lambda then: _wrap(_room("sending"), "_note", before=lambda *_: then()),
    "after the results": lambda then: _wrap(_room("sending"), "_note", after=lambda *_: then()),
}


def _dies(at: str, then: Callable[[], None], watched: Any) -> None:
    if at == "line":
        _at_lines(then, tuple(watched))
    else:
        STEPS[at](then)


def _at_lines(then: Callable[[], None], watched: tuple[str, ...]) -> None:
    def at_line(_: FrameType, event: str, __: object) -> Any:
        if event == "line":
            then()
        return at_line

    def at_call(frame: FrameType, _: str, __: object) -> Any:
        code = frame.f_code
        return at_line if code.co_name in watched or code.co_filename.endswith(watched) else None

    sys.settrace(at_call)


if __name__ == "__main__":
    sys.path[:0] = [str(TESTS.parent / "scripts"), str(TESTS)]
    main()
