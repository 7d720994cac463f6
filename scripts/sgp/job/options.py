"""What every command can be told, and how that meets the settings."""

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sgp.books import Place, google_sheet
from sgp.config import ROOT, Settings, read_settings
from sgp.errors import ExitCode, Stop


@dataclass(frozen=True)
class Options:
    """The choices for one run: settings with what the command line says over them."""

    settings: Settings
    book: Place
    staff_book: Place
    output: Path
    credentials: str = ""
    cycle: str = ""
    today: date | None = None
    dry_run: bool = False
    verbose: bool = False
    send: bool = False
    to_me: bool = False
    only: str = ""
    limit: int | None = None


def parser(description: str, example: str) -> argparse.ArgumentParser:
    """A parser with the options that all commands share; `--help` ends with the example."""
    made = argparse.ArgumentParser(description=description, epilog=f"Example: {example}")
    default = ROOT / "config" / "settings.toml"
    made.add_argument("--config", type=Path, metavar="FILE", default=default, help="settings file (default: config/settings.toml)")
    made.add_argument("--book", metavar="PATH-OR-URL", help="the coordinator's book: a file, or the address of a Google Sheet")
    made.add_argument("--staff-book", metavar="PATH-OR-URL", help="the staff book: the same")
    made.add_argument("--credentials", default="", metavar="FILE", help="what to sign in to Google with (default: see the README)")
    made.add_argument("--cycle", default="", metavar="NAME", help="a cycle of the tab Cycles (default: the current one)")
    made.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="pretend it is this day")
    made.add_argument("--dry-run", action="store_true", help="print the plan, change nothing")
    made.add_argument("-v", "--verbose", action="store_true", help="say more when something goes wrong")
    return made


def options(given: argparse.Namespace) -> Options:
    """The options of a run. Paths in settings count from the project's folder, those on the command line from here."""
    settings = read_settings(given.config)
    book, staff_book = _place(given.book, settings.book), _place(given.staff_book, settings.staff_book)
    if book == staff_book:
        raise Stop(f"{book} cannot be both books: what is private needs a book of its own. Name another as staff_book.",
                   ExitCode.CONFIGURATION)
    return Options(
        settings, book, staff_book, ROOT / settings.output, given.credentials,
        given.cycle, given.today, given.dry_run, given.verbose,
        # only the sending of letters can be told these
        send=getattr(given, "send", False), to_me=getattr(given, "to_me", False),
        only=getattr(given, "only", ""), limit=getattr(given, "limit", None),
    )


def _place(given: str | None, setting: str) -> Place:
    path = Path(given) if given else ROOT / setting
    return google_sheet(given or setting) or path.resolve()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day such as 2026-09-28") from None


def whole_number(text: str) -> int:
    """A number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number such as 3")
    return int(text)
