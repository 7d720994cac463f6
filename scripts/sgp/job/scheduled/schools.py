"""Many schools, one after the other: a folder of settings files, each with books and an output folder of its own."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sgp.errors import ExitCode, Stop
from sgp.job.options import Options, options
from sgp.job.report import say, warn
from sgp.job.scheduled.faults import unforeseen

Work = Callable[[Options], ExitCode]
_WORDS = {
    ExitCode.DONE: "done", ExitCode.DATA: "done; some data is wrong, and is told in its book",
    ExitCode.LOCKED: "busy: left for the next run", ExitCode.TEMPORARY: "put off: the next run tries again",
    ExitCode.EMAILS: "some emails failed: its Email log names them",
}


def run_all(folder: Path, given: Namespace, run_due: Work) -> ExitCode:
    """The scheduled run of every school in a folder; whatever one ends with, the others are run. Raises Stop where there is none."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise Stop(f"{folder} holds no settings files (NAME.toml), one for each school.", ExitCode.USAGE)
    theirs = {file: _alone(file, given) for file in files}
    own = _kept_apart(theirs)
    ended = {file.stem: _run(file.stem, own[file], run_due) for file in files}
    width = max(map(len, ended))
    say(["", *(f"{name:{width}}  {_WORDS.get(code, f'failed (exit code {int(code)}): see above')}" for name, code in ended.items())])
    return ExitCode.first_of(ended.values())


def _alone(file: Path, given: Namespace) -> Options | Stop:
    try:
        return options(Namespace(**{**vars(given), "config": file}))
    except Stop as stop:
        return stop


def _kept_apart(theirs: Mapping[Path, Options | Stop]) -> dict[Path, Options | Stop]:
    """The same, but that of two schools that share a book or an output folder neither is run."""
    places: dict[object, list[Path]] = {}
    for file, chosen in theirs.items():
        for place in _places(chosen):
            places.setdefault(place, []).append(file)
    shared = {file: f"It shares {place} with {', '.join(f.stem for f in files if f != file)}: each school needs books and an output "
              "folder of its own." for place, files in places.items() if len(files) > 1 for file in files}
    return {file: Stop(shared[file], ExitCode.CONFIGURATION) if file in shared else chosen for file, chosen in theirs.items()}


def _places(chosen: Options | Stop) -> Iterator[object]:
    if isinstance(chosen, Options):
        yield from (chosen.output.resolve(), chosen.book, chosen.staff_book)


def _run(name: str, chosen: Options | Stop, run_due: Work) -> ExitCode:
    """One school. Whatever happens there stays there; only Ctrl-C ends all."""
    say([f"— {name}"])
    try:
        if isinstance(chosen, Stop):
            raise chosen
        return run_due(chosen)
    except Stop as stop:
        found = stop
    except Exception as fault:
        found = unforeseen(fault, isinstance(chosen, Options) and chosen.verbose)
    warn([str(found)])
    return found.code
