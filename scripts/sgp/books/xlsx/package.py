"""The zip that a workbook is: opened with care, and packed again as it was."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from sgp.errors import ExitCode, Stop

MOST_PARTS, MOST_BYTES = 5_000, 200_000_000
SAFE_BYTES, MOST_SWELLING = 50_000_000, 200
"""A book may unpack to SAFE_BYTES whatever its size, and beyond that to MOST_SWELLING times its size."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS_XLSX = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)"
_PLAIN_DATE = (1980, 1, 1, 0, 0, 0)
_SQUEEZE = 3
"""Takes half the time of the usual 6 for a tenth more bytes; sending packs the book anew for every lot."""


@dataclass
class Package:
    """The members of the zip in their order: content by name, and how each was stored."""

    parts: dict[str, bytes] = field(default_factory=dict)
    infos: dict[str, ZipInfo] = field(default_factory=dict)


def unpack(data: bytes, path: Path) -> Package:
    """The members of a workbook; Stop if these bytes are not one, or would grow absurdly large."""
    if not data.startswith(b"PK"):
        raise _not_a_workbook(data, path)
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = _checked(archive, len(data), path)
            return Package(_contents(archive, infos, path), {i.filename: i for i in infos})
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
        raise fault_of(path, "is damaged: it is torn or was only partly saved.", "Take the newest copy from the backups folder.") from fault


def pack(package: Package) -> bytes:
    """The workbook's bytes; the same parts always give the same bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in package.parts.items():
            archive.writestr(_like(package.infos.get(name), name), content, compresslevel=_SQUEEZE)
    return packed.getvalue()


def fault_of(path: Path, found: str, mend: str) -> Stop:
    """A book that cannot be used: what was found, and how to mend it."""
    return Stop(f"The workbook {path} {found} {mend}", ExitCode.CONFIGURATION)


def _checked(archive: ZipFile, size: int, path: Path) -> list[ZipInfo]:
    infos = archive.infolist()
    whole = sum(i.file_size for i in infos)
    if len(infos) > MOST_PARTS or whole > _allowed(size):
        raise _too_large(path)
    if len({i.filename for i in infos}) < len(infos) or any(i.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for i in infos):
        raise BadZipFile("doubled or oddly packed members")
    if not any(i.filename.casefold() == "[content_types].xml" for i in infos):
        raise fault_of(path, "is a zip file, but not an Excel workbook.", f"{_SAVE_AS_XLSX}.")
    return infos


def _allowed(size: int) -> int:
    return min(MOST_BYTES, max(SAFE_BYTES, size * MOST_SWELLING))


def _contents(archive: ZipFile, infos: list[ZipInfo], path: Path) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MOST_BYTES
    for info in infos:
        with archive.open(info) as member:
            # What a header says of its size is only a claim: never read more than is left.
            parts[info.filename] = member.read(left + 1)
        left -= len(parts[info.filename])
        if left < 0:
            raise _too_large(path)
    return parts


def _too_large(path: Path) -> Stop:
    mend = "Check where it comes from; a school's book is a few megabytes."
    return fault_of(path, "is absurdly large once unpacked, so it was not opened.", mend)


def _not_a_workbook(data: bytes, path: Path) -> Stop:
    if not data.startswith(_OLE):
        found = "is not an Excel workbook (.xlsx)." if data else "is empty: it holds nothing at all."
        return fault_of(path, found, f"{_SAVE_AS_XLSX}, or make a new one with setup_book.py.")
    if "EncryptedPackage".encode("utf-16-le") in data:
        return fault_of(path, "is locked by a password.", "Open it, take the password off (File, Info, Protect Workbook) and save it.")
    return fault_of(path, "is in an old Excel format (.xls), or locked by a password.", f"{_SAVE_AS_XLSX}.")


def _like(old: ZipInfo | None, name: str) -> ZipInfo:
    new = ZipInfo(name, old.date_time if old else _PLAIN_DATE)
    new.compress_type = old.compress_type if old else ZIP_DEFLATED
    if old:
        new.external_attr, new.create_system = old.external_attr, old.create_system
    return new
