"""The three forms: the script that makes them, the tabs in which their answers stand, and what each answer holds."""

from sgp.forms.answers import read_answers, unasked
from sgp.forms.script import forms_script
from sgp.forms.tabs import form_of, observer_columns, read_columns

__all__ = ["form_of", "forms_script", "observer_columns", "read_answers", "read_columns", "unasked"]
