"""Add rows from an export to any tab that people fill in (Staff, Observations, Focuses, Cycles …), or answers to Form 1, 2 or 3."""

import sys
from pathlib import Path

from sgp.config import read_csv, read_forms, read_import_headings
from sgp.filling import plan_import, tab_for
from sgp.importing import Export
from sgp.job import carry_out, command


def _import(options, given):
    headings, forms = read_import_headings(), read_forms()
    title = tab_for(given.tab, forms)
    export = Export(given.file.name, *read_csv(given.file))
    return carry_out("import_csv.py", lambda desk: plan_import(desk, title, export, headings, forms), options)


if __name__ == "__main__":
    sys.exit(
        command(
            __doc__, "python scripts/import_csv.py Staff staff.csv", _import,
            ("tab", {"help": "the tab to add to, such as Staff, Observations or “Form 1”"}),
            ("file", {"type": Path, "help": "the exported CSV file"}),
        )
    )
