"""Which kind each book is; where one is a Google Sheet, both share one sign-in."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sgp.books import Place, Workbook
from sgp.books.xlsx import XlsxBook
from sgp.config import ROOT
from sgp.job.options import Options
from sgp.job.report import say, warn

if TYPE_CHECKING:
    from sgp.books.google.calling import Calls
    from sgp.books.google.credentials import SignedIn


def both_books(options: Options, sharing: bool = False) -> tuple[Workbook, Workbook]:
    """The coordinator's book and the staff book; with `sharing`, who they are shared with can be asked.

    Raises Stop (configuration) where there is nothing to sign in to Google with.
    """
    line = cache(lambda: _line(options, sharing))
    return _book(options.book, options, line), _book(options.staff_book, options, line)


def _book(place: Place, options: Options, line: Callable[[], "Calls"]) -> Workbook:
    if isinstance(place, Path):
        today, backups = options.today or date.today(), options.output / "backups"
        return XlsxBook(place, today, backups, options.settings.lock_wait)
    from sgp.books.google import GoogleBook  # what speaks to Google takes half a second to load

    return GoogleBook(place, line())


def _line(options: Options, sharing: bool) -> "Calls":
    from sgp.books.google.calling import calls

    signed = sign_in(options, sharing)
    warn(signed.warnings)
    if options.verbose:
        say([signed.said])
    return calls(signed.credentials, signed.address, lambda line: warn([line]))


def sign_in(options: Options, sharing: bool = False) -> "SignedIn":
    """What this run signs in to Google with. `sharing`: also to see who a book is shared with, where that costs no consent."""
    from sgp.books.google.credentials import signed_in

    return signed_in(options.credentials, credentials_setting(options), sharing)


def credentials_setting(options: Options) -> str:
    """The file that the settings name to sign in with, "" where they name none."""
    setting = options.settings.google.credentials
    return str(ROOT / Path(setting).expanduser()) if setting else ""
