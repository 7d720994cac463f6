"""The doctor's round: sign in, open, read, write, who can see it, the clock, and how email leaves; every finding with its remedy."""

import platform
from collections.abc import Generator, Iterator, Sequence

from sgp.books import GoogleSheet, Workbook
from sgp.check.settings import missing_settings
from sgp.config import read_forms
from sgp.contract import STAFF_BOOK, Book, Tab, coordinators_book
from sgp.doctor import WELL, Finding, exit_code, of_problems, of_python, of_settings, of_sharing, of_stop
from sgp.errors import ERROR, WARNING, ExitCode, Stop
from sgp.job.books import both_books, credentials_setting, sign_in
from sgp.job.doctor_mail import mail_findings
from sgp.job.options import Options
from sgp.job.report import say
from sgp.job.ways import google_scopes
from sgp.mail.flaw import lets_line_breaks_in
from sgp.people import people
from sgp.structure import faults_of_structure
from sgp.tables import read_book

MARKS = {WELL: "ok  ", WARNING: "look", ERROR: "MEND"}


def examine(options: Options) -> ExitCode:
    """Look at everything that a run needs, say each finding as it is made, and give the exit code."""
    findings = []
    for finding in _round(options):
        say([f"{MARKS[finding.level]}  {finding.what}", *([f"      {finding.mend}"] if finding.mend else [])])
        findings.append(finding)
    return exit_code(findings)


def sign_in_as_yourself(options: Options) -> ExitCode:
    """Have the coordinator sign in to Google once, in the browser; later runs need nobody. Raises Stop."""
    from sgp.books.google.signing_in import client_place, sign_in_once

    saved = sign_in_once(*client_place(options.credentials, credentials_setting(options)), more=google_scopes(options.settings.mail))
    say([f"You are signed in, and this is kept in {saved}. Whoever has that file can open your Google Sheets: keep it to yourself."])
    return ExitCode.DONE


def _round(options: Options) -> Iterator[Finding]:
    yield of_python(platform.python_version(), lets_line_breaks_in())
    read = yield from _books(options)
    yield from mail_findings(options, read.school, len(read.staff))


def _books(options: Options) -> Generator[Finding, None, Book]:
    """What there is to say of both books; gives the coordinator's as far as it can be read."""
    try:
        if isinstance(options.book, GoogleSheet) or isinstance(options.staff_book, GoogleSheet):
            signed = sign_in(options)
            yield Finding(WELL, signed.said, f"Both books must be shared with {signed.address} as an Editor." if signed.address else "")
        book, staff_book = both_books(options, sharing=True)
    except Stop as stop:
        yield of_stop(stop)
        return Book()
    yield from _book(book, coordinators_book(read_forms().form))
    read = yield from _private(book)
    yield from _book(staff_book, STAFF_BOOK)
    return read


def _book(book: Workbook, tabs: Sequence[Tab]) -> Iterator[Finding]:
    """Can it be opened, is it built as the contract says, may it be written to."""
    try:
        snapshot = book.read()
        yield Finding(WELL, f"{book.name} can be opened.")
        yield from of_problems(book.name, faults_of_structure(snapshot, tabs))
        book.check_writable()
        yield Finding(WELL, f"{book.name} can be written to.")
    except Stop as stop:
        yield of_stop(stop)


def _private(book: Workbook) -> Generator[Finding, None, Book]:
    """The school's own settings, and, of a Google Sheet, its clock and who can see it."""
    try:
        typed, _ = read_book(book.read(), read_forms())
    except Stop:  # told already
        return Book()
    yield from of_problems("The tab Settings", missing_settings(typed.school))
    if sheet := book.online():
        yield from of_settings(book.name, sheet.time_zone, sheet.locale, typed.school)
        yield from of_sharing(book.name, sheet.grants, sheet.us, people(typed.staff), typed.school)
    return typed
