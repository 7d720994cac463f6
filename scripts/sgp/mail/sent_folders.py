"""Which of a mailbox's folders is the one for what was sent."""

import re
from collections.abc import Sequence
from typing import Any

from sgp.errors import ExitCode, Stop

USUAL = {"sent", "sent items", "sent mail", "sent messages"}
_ROW = re.compile(rb'\((?P<marks>[^)]*)\) (?:"(?P<between>\\?.)"|NIL) (?P<name>.*)', re.DOTALL)


def the_sent_one(answer: tuple[str, Sequence[Any]]) -> str:
    r"""The folder marked \Sent (RFC 6154), else the only one with a usual name, from the answer to LIST. Raises Stop (configuration)."""
    status, rows = answer
    folders = [_read(row) for row in rows if row is not None] if status == "OK" else []
    for chosen in ([name for marks, _, name in folders if "\\sent" in marks], [name for _, last, name in folders if last in USUAL]):
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            raise _name_it(f"The mailbox has several folders for what was sent ({', '.join(sorted(chosen))}).")
    raise _name_it("The mailbox has no folder that is marked as the one for what was sent, or is called Sent.")


def quoted(text: str) -> str:
    """A text as IMAP writes it in a command. Raises ValueError for one that would break the line or is not ASCII."""
    if not text.isascii() or not text.isprintable():
        raise ValueError("only plain characters can stand in a command")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _read(row: Any) -> tuple[set[str], str, str]:
    """Marks, the last part of the name in small letters, the whole name; a name that needs it comes as a part of its own."""
    line = b" ".join((row[0].rpartition(b" ")[0], b'"' + _escaped(row[1]) + b'"')) if isinstance(row, tuple) else row
    found = _ROW.fullmatch(line)
    if not found:
        return set(), "", ""
    marks, between = set(found["marks"].decode("ascii", "replace").casefold().split()), (found["between"] or b"").decode("ascii", "replace")
    name = re.sub(r"\\(.)", r"\1", found["name"].decode("ascii", "replace").strip().removeprefix('"').removesuffix('"'))
    if marks & {"\\noselect", "\\nonexistent"}:
        return set(), "", name
    return marks, (name.rpartition(between[-1])[2] if between else name).casefold(), name


def _escaped(name: bytes) -> bytes:
    return bytes(name.replace(b"\\", b"\\\\").replace(b'"', b'\\"'))


def _name_it(what: str) -> Stop:
    return Stop(f"{what} Name it in the settings.", ExitCode.CONFIGURATION)
