"""The Apps Script that makes the three forms: what `config/forms.toml` asks, put into the script's template."""

import json
from collections.abc import Mapping
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError

from sgp.contract import Cycle, Focus, Form, Forms, Question
from sgp.contract.values import NO, YES
from sgp.errors import structure_fault
from sgp.placeholders import cannot_render

TEMPLATE = "forms/make_forms.js.j2"
ABOUT = {
    "1": ("Thank you for sharing. A few lines are plenty, and nothing here is graded.",
          "Thank you. Try your small change, and bring what you notice to meeting 2."),
    "2": ("A look back at what you tried. Short and honest is best, and nothing here is graded.",
          "Thank you. What you would like to share will reach your colleagues."),
    "3": ("What your department makes of one idea. For another idea, fill in the form once more.",
          "Thank you. For another idea, fill in the form once more."),
}
"""Meeting -> what stands above its form, and what is said when an answer has been sent."""

SAMPLES = {"cycle": "CYCLE", "department": "DEPARTMENT", "target": "TARGET"}
"""Field -> the sample answer in the pre-filled link, for which the letters put the teacher's own."""

SHORT = {"heard_from", "evidence_link", "link"}
"""Fields of free text that are one line."""

NEEDED = {("3", "idea"), ("3", "decision")}
"""(meeting, field) without which an answer says nothing; all else may be left blank."""

HELP = {
    "cycle": "Usually filled in already; leave it as it is.",
    "target": "As in your email. Change the words here if you reword it.",
    "link": "Where colleagues can open it.",
    "evidence_link": "Where the coordinator can open it. Please no names of students.",
}


def forms_script(forms: Forms, templates: Mapping[str, str]) -> str:
    """The whole script, ready to paste into Extensions > Apps Script of the coordinator's sheet.

    Raises Stop (structure) where its template is missing or cannot be filled in.
    """
    environment = Environment(
        loader=DictLoader(templates), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters["javascript"] = _javascript
    try:
        return environment.get_template(TEMPLATE).render(forms=[_form(form) for form in forms.form], book=_book())
    except TemplateError as fault:
        raise structure_fault([cannot_render(fault)], "a template is not as it should be") from fault


def _form(form: Form) -> dict[str, Any]:
    description, thanks = ABOUT[form.meeting]
    return {
        "title": form.title.strip() or f"Meeting {form.meeting}", "description": description, "thanks": thanks,
        "heading": Cycle.fields[f"form_{form.meeting}"], "questions": [_question(form.meeting, q) for q in form.questions],
    }


def _question(meeting: str, question: Question) -> dict[str, Any]:
    kind = _item(question)
    asked = {
        "title": question.wording, "kind": kind, "options": question.options, "wholeSchool": question.field == "focuses",
        "help": HELP.get(question.field, "An email address, or first and last name." if question.kind == "address" else ""),
        "needed": (meeting, question.field) in NEEDED, "sample": SAMPLES.get(question.field, "") if "text" in kind else "",
    }
    return {name: value for name, value in asked.items() if value}


def _item(question: Question) -> str:
    """What the form shows: a date is picked, so that no order of day and month is guessed; what a link fills in is typed text."""
    if question.kind in ("choice", "checkboxes", "date"):
        return question.kind
    return "long text" if question.kind == "text" and question.field not in SHORT else "text"


def _book() -> dict[str, Any]:
    c, f = Cycle.fields, Focus.fields
    return {
        "cycles": {"tab": Cycle.tab.title, "name": c["name"], "closes": c["closes_on"]},
        "focuses": {"tab": Focus.tab.title, "name": f["name"], "wholeSchool": f["whole_school"], "active": f["active"]},
        "yes": sorted(YES), "no": sorted(NO),
    }


def _javascript(value: object) -> str:
    """A value as a literal of JavaScript: plain ASCII, so that no wording can end a string, a line or the script."""
    return json.dumps(value, ensure_ascii=True).replace("</", "<\\/")
