"""Text files as they come from anywhere: whatever their encoding, and never a workbook by mistake."""

from pathlib import Path

from sgp.errors import ExitCode, Stop

LARGEST = 64 * 1024 * 1024
"""Bytes a file of rows may have."""


def text_of(path: Path) -> str:
    """A text file, whatever its encoding. Raises Stop (configuration) where there is none."""
    raw = _bytes(path)
    if raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise Stop(f"{path} is a workbook, not a text file. Open it and save the sheet as CSV.", ExitCode.CONFIGURATION)
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Stop(f"{path} is larger than {LARGEST // 2**20} MB. Export fewer rows.", ExitCode.CONFIGURATION)
        return path.read_bytes()
    except FileNotFoundError:
        raise Stop(f"There is no file {path}. Look at the name and the folder.", ExitCode.CONFIGURATION) from None
    except OSError as fault:
        raise Stop(f"{path} cannot be read: {fault.strerror}.", ExitCode.CONFIGURATION) from fault
