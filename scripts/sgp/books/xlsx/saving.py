"""Files replaced in one step, so that a kill leaves the old or the new one; and copies of what was there before."""

import contextlib
import glob
import os
import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path

from sgp.books.xlsx.package import fault_of
from sgp.errors import Stop

KEPT_BACKUPS = 10
UNFINISHED = ".sgp-unfinished-"
"""What begins the name of a file that is not yet in its place; a kill may leave one, and the next write clears it."""


def read_bytes(path: Path) -> bytes:
    """What the file holds; Stop when it is not there or cannot be read."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise told(path, fault) from fault


def replace(path: Path, content: bytes) -> None:
    """Put the content in the file's place in one step; a link keeps pointing at it, its permissions stay."""
    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        check_replaceable(target)
        _clear_unfinished(target)
        _swap_in(target, content)
    except OSError as fault:
        raise told(path, fault) from fault


def check_replaceable(path: Path) -> None:
    """Stop unless the file may be written to and its folder may take a new one."""
    target = path.resolve()
    if (target.exists() and not os.access(target, os.W_OK)) or not os.access(target.parent, os.W_OK):
        raise told(path, PermissionError(f"{target} is read-only"))


def back_up(path: Path, content: bytes, folder: Path) -> Path:
    """Keep what the book held before, named by the moment it was last saved; only the newest ten stay."""
    saved = path.stat()
    moment = f"{datetime.fromtimestamp(saved.st_mtime):%Y-%m-%d-%H%M%S}"
    copy = _unused(folder, f"{path.stem}-{moment}", path.suffix, content)
    if not copy.exists():
        replace(copy, content)
        os.utime(copy, ns=(saved.st_mtime_ns, saved.st_mtime_ns))
    pattern = f"{glob.escape(path.stem)}-????-??-??-??????*{glob.escape(path.suffix)}"
    for old in sorted(folder.glob(pattern), key=lambda p: (p.stat().st_mtime_ns, len(p.name), p.name))[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)
    return copy


def save_beside(path: Path, content: bytes, today: date) -> Path:
    """Write the book beside the one that is open; a different file that stands there already is kept."""
    beside = _unused(path.parent, f"{path.stem}.results-{today:%Y-%m-%d}", path.suffix, content)
    if not beside.exists():
        replace(beside, content)
    return beside


def _unused(folder: Path, stem: str, suffix: str, content: bytes) -> Path:
    number = 1
    while (path := folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}").exists() and path.read_bytes() != content:
        number += 1
    return path


def _swap_in(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f"{UNFINISHED}{target.name}-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _dress_like(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _settle(target.parent)


def _dress_like(target: Path, temporary: Path) -> None:
    if target.exists():
        shutil.copymode(target, temporary)
        with contextlib.suppress(OSError, AttributeError):  # only some systems have owners, and only some users may set them
            os.chown(temporary, target.stat().st_uid, target.stat().st_gid)
    else:
        os.umask(mask := os.umask(0))
        temporary.chmod(0o666 & ~mask)


def _settle(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows cannot open a folder, and need not
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clear_unfinished(target: Path) -> None:
    for left in target.parent.glob(f"{UNFINISHED}{glob.escape(target.name)}-*"):
        left.unlink(missing_ok=True)


def told(path: Path, fault: OSError) -> Stop:
    """What the system says against reading or saving a file, and what to do about it."""
    if path.is_dir():
        return fault_of(path, "is a folder, not a file.", "Give the path of the .xlsx file in it.")
    if isinstance(fault, FileNotFoundError):
        return fault_of(path, "does not exist.", "Check the path, or make the book with setup_book.py.")
    if isinstance(fault, PermissionError):
        mend = "Nothing was changed. Check the permissions, and that the file is not marked read-only."
        return fault_of(path, "or its folder may not be read or written by this user.", mend)
    mend = "Nothing was changed. Make room on the disk, and check that it can be reached."
    return fault_of(path, f"could not be read or saved: {fault.strerror or fault}.", mend)
