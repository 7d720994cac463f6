"""Files a person may edit, read here: settings, forms, imports, templates, exports."""

from sgp.config.files import ROOT, read_csv, read_forms, read_import_headings, read_templates
from sgp.config.language import read_language
from sgp.config.settings import Mail, Settings, read_settings

__all__ = ["ROOT", "Mail", "Settings", "read_csv", "read_forms", "read_import_headings", "read_language", "read_settings", "read_templates"]
