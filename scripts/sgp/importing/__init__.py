"""Exports to rows: what an export's columns mean, and which of its rows are new."""

from sgp.importing.columns import Export, Headings, columns_in, without_overlong
from sgp.importing.forms import form_rows
from sgp.importing.rows import Imported, import_rows

__all__ = ["Export", "Headings", "Imported", "columns_in", "form_rows", "import_rows", "without_overlong"]
