"""The Apps Script that makes the forms: what it holds, and, under Node with a stub of Google's services, what it does."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import empty_book, on_desk
from golden import golden
from schools import CYCLE, FORMS, STAFF, address, sheet_of, target, templates

from sgp.contract import Cycle, Form, Forms, Question
from sgp.errors import ExitCode, Stop
from sgp.forms import form_of, forms_script
from sgp.letters.links import form_link
from sgp.plan import Sheet, Snapshot, Value

RUN = Path(__file__).parent / "forms" / "run.js"
NOW = "2026-11-24T12:00:00Z"
HEADINGS = Cycle.tab.headings
LINKS = ("Form 1 link", "Form 2 link", "Form 3 link")
AUTUMN = (CYCLE, date(2026, 9, 28), date(2026, 12, 11))
FOCUSES = sheet_of("Focuses", ("Focus", "Whole school", "Active"), ("Oracy", True, None), ("Feedback, marking", "Yes", "yes"),
                   (" Oracy ", "yes", None), ("Pace", False, None), ("Old", "yes", "No"), ("", "yes", None))
with_node = pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed: the script itself is run where it is")
ODD = "\"Quotes\" 'and' `ticks` \\ ${x} {{ y }} {% z %}\nsecond line\u2028third </script> <!-- 🎓 é £"


def script(forms: Forms = FORMS) -> str:
    return forms_script(forms, templates())


def reworded(meeting: str, changes: Mapping[str, Mapping[str, Any]], **form: Any) -> Forms:
    """The forms with questions of one meeting (field -> changes) and fields of its form changed."""
    def changed(kept: Form) -> Form:
        questions = tuple(q.model_copy(update=dict(changes.get(q.field, {}))) for q in kept.questions)
        return kept.model_copy(update={"questions": questions, **form}) if kept.meeting == meeting else kept

    return FORMS.model_copy(update={"form": tuple(changed(f) for f in FORMS.form)})


def literals(text: str) -> list[dict[str, Any]]:
    """Every question in the script, as JSON reads it."""
    return [json.loads(line.rstrip(",")) for line in text.splitlines() if line.lstrip().startswith('{"title"')]


# ── without Node: what the script holds ──────────────────────────────────────────────────────────────────────────────


def test_the_whole_script() -> None:
    golden("make_forms.js", script())


def test_every_question_stands_in_its_order() -> None:
    assert [q["title"] for q in literals(script())] == [q.wording for f in FORMS.form for q in f.questions]


def test_each_kind_of_question_has_a_kind_of_item() -> None:
    kinds = get_args(Question.model_fields["kind"].annotation)
    shown = [literals(script(reworded("1", {"cycle": {"kind": kind}})))[0]["kind"] for kind in kinds]
    assert dict(zip(kinds, shown, strict=True)) == {
        "text": "long text", "choice": "choice", "checkboxes": "checkboxes", "date": "date", "address": "text", "cycle": "text",
        "department": "text"}


def test_any_wording_is_data() -> None:
    text = script(reworded("2", {"tried": {"wording": ODD}, "met": {"options": (ODD,)}}))
    assert "\u2028" not in text
    assert "</script" not in text
    assert [q["title"] for q in literals(text) if q["title"] == ODD] == [ODD]
    assert [q["options"] for q in literals(text) if q.get("options") == [ODD]] == [[ODD]]


def test_it_uses_no_service_but_those_it_tells_of() -> None:
    """Google asks for a permission as soon as a service or an annotation is named, in a comment too."""
    text = script()
    assert set(re.findall(r"\b[A-Z]\w+(?:App|Service)\b|\bUtilities\b", text)) == {
        "SpreadsheetApp", "FormApp", "PropertiesService", "Utilities"}
    assert "@" not in text


def test_a_missing_or_misspelt_template_stops_as_a_fault_of_structure() -> None:
    name = "forms/make_forms.js.j2"
    for given in ({}, {name: "{{ form }}"}, {name: "{% for %}"}):
        with pytest.raises(Stop) as stopped:
            forms_script(FORMS, given)
        assert stopped.value.code == ExitCode.DATA
        assert stopped.value.problems


# ── under Node ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Came:
    """What a story came to: forms and tabs as they stand, what was said, and of each run its fault and its calls."""

    told: Mapping[str, Any]

    @property
    def faults(self) -> list[str]:
        return [run["fault"] for run in self.told["runs"] if run["fault"]]

    @property
    def forms(self) -> list[dict[str, Any]]:
        return self.told["forms"]

    @property
    def said(self) -> str:
        return "\n".join(self.told["log"])

    def sheets(self) -> Iterator[Sheet]:
        for tab in self.told["tabs"]:
            rows = tuple(tuple(_read(cell) for cell in row) for row in tab["rows"])
            yield Sheet(tab["name"], rows)

    def links(self, cycle: str = CYCLE) -> list[Value]:
        """The three cells of a cycle, wherever row and columns stand."""
        sheet = next(s for s in self.sheets() if s.title == "Cycles")
        named = [str(h).strip().lower().replace(".", "").replace(" ", "") for h in sheet.headings]
        row = next(r for r in range(2, len(sheet.rows) + 1) if sheet.at(r, named.index("cycle")) == cycle)
        return [sheet.at(row, named.index(f"form{n}link")) for n in "123"]

    def item(self, title: str) -> dict[str, Any]:
        return next(item for form in self.forms for item in form["items"] if item["title"] == title)


def _read(cell: Any) -> Value:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["date"]) if "date" in cell else datetime.fromisoformat(cell["moment"])
    return None if cell == "" else cell


def _cell(value: Value | dict[str, str]) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def school(*cycles: Sequence[Value | dict[str, str]], headings: Sequence[str] = HEADINGS, focuses: Sheet = FOCUSES) -> Snapshot:
    """A book as set-up leaves it, with these cycles (rows as the headings stand) and focuses."""
    own = {"Cycles": Sheet("Cycles", (tuple(headings), *map(tuple, cycles))), "Focuses": focuses}
    return Snapshot(tuple(own.get(s.title, s) for s in empty_book().sheets))


def came_to(folder: Path, *stories: Mapping[str, Any], book: Snapshot | None = None, forms: Forms = FORMS) -> list[Came]:
    """What the script comes to in each story (see forms/run.js), in a school with one cycle if no other book is given."""
    path = folder / "make_forms.js"
    path.write_text(script(forms), encoding="utf-8")
    tabs = [{"name": s.title, "rows": [[_cell(v) for v in row] for row in s.rows]} for s in (book or school(AUTUMN)).sheets]
    told = json.dumps([{"now": NOW, "tabs": tabs, **story} for story in stories])
    done = subprocess.run(["node", str(RUN), str(path)], input=told, capture_output=True, text=True, encoding="utf-8", timeout=120,
                          env=os.environ | {"TZ": "America/New_York"})
    assert done.returncode == 0, done.stderr
    return [Came(each) for each in json.loads(done.stdout)]


@with_node
def test_the_forms_are_made_as_the_file_asks(tmp_path: Path) -> None:
    (came,) = came_to(tmp_path, {})
    assert came.faults == []
    for asked, form in zip(FORMS.form, came.forms, strict=True):
        assert (form["title"], form["published"], form["linked"], form["emails"]) == (asked.title, True, True, "VERIFIED")
        assert [item["title"] for item in form["items"]] == [q.wording for q in asked.questions]
        assert form["description"]
        assert form["confirmation"]
        assert form["settings"] == {"AllowResponseEdits": True, "LimitOneResponsePerUser": False, "ShowLinkToRespondAgain": True,
                                    "PublishingSummary": False, "ProgressBar": False}
    titles = ("Cycle", "My target", "Keep or reword", "Evidence kind", "Department", "Due", "Link")
    assert [came.item(title)["type"] for title in titles] == [
        "TEXT", "PARAGRAPH_TEXT", "MULTIPLE_CHOICE", "CHECKBOX", "TEXT", "DATE", "TEXT"]
    assert came.item("May we share it")["choices"] == ["Yes", "Anonymously", "No"]
    assert came.item("Evidence kind")["other"]
    assert [i["title"] for f in came.forms for i in f["items"] if i["required"]] == ["Idea", "Decision"]
    assert came.told["notes"] == {}
    assert [message.count("is made") for message in came.told["toasts"]] == [3]


@with_node
def test_a_letter_puts_the_teachers_own_into_each_link(tmp_path: Path) -> None:
    (came,) = came_to(tmp_path, {})
    mine, cycle = target("j.smith"), Cycle(name=CYCLE)
    filled = [form_link(str(link), STAFF[2], cycle, mine.text) for link in came.links()]
    answers = [[value for name, (value,) in parse_qs(urlsplit(link).query).items() if name != "usp"] for link in filled]
    assert answers == [[CYCLE, mine.text], [CYCLE], [CYCLE, STAFF[2].home]]


@with_node
def test_the_answers_are_read_as_the_right_forms(tmp_path: Path) -> None:
    who, at = address("j.smith"), "2026-11-24T16:00:00Z"
    answers = [
        {"form": "Sharing and planning", "email": who, "at": at, "said": {
            "Cycle": CYCLE, "My target": "Wait three seconds", "Keep or reword": "Keep", "Focus on": "A class",
            "Whole-school focuses": ["Feedback, marking", "Oracy", "Warm calls"]}},
        {"form": "Reflection and evidence", "email": who, "at": at, "said": {
            "Cycle": CYCLE, "How far the target is met": "Partly", "One idea worth sharing": "Wait", "May we share it": "Anonymously",
            "Evidence kind": ["Photos, video or audio"]}},
        {"form": "Back in departments", "email": who, "at": at, "said": {
            "Cycle": CYCLE, "Department": "Mathematics", "Idea": "Exit quiz", "Decision": "Adopt", "Owner": "Jane Smith",
            "Due": "2027-02-12"}},
    ]
    (came,) = came_to(tmp_path, {"answers": answers})
    staff = sheet_of("Staff", ("Email", "First name", "Last name", "Department"), (who, "Jane", "Smith", "Mathematics"))
    snapshot = Snapshot(tuple(staff if s.title == "Staff" else s for s in came.sheets()))
    tabs = {s.title: form_of(s, FORMS) for s in snapshot.sheets if s.headings[:1] == ("Timestamp",)}
    assert {title: form.meeting for title, form in tabs.items() if form} == {f"Form responses {n}": n for n in "123"}
    _, checked, _ = on_desk(snapshot, date(2026, 11, 25))
    said = {a.raw.meeting: a for a in checked.answers.used}
    assert said["1"].text("focuses") == "Feedback, marking; Oracy; Other: Warm calls"
    assert (said["1"].person.email, said["1"].on) == (who, datetime(2026, 11, 24, 16, 0))
    assert (said["2"].text("share"), said["2"].text("evidence_kind")) == ("Anonymously", "Photos, video or audio")
    assert (said["3"].fields["due"], said["3"].text("owner"), said["3"].department) == (date(2027, 2, 12), who, "Mathematics")
    assert [p for p in checked.problems if p.tab.startswith("Form")] == []


@with_node
def test_whole_school_focuses_are_those_of_the_tab_else_those_of_the_file(tmp_path: Path) -> None:
    assert came_to(tmp_path, {})[0].item("Whole-school focuses")["choices"] == ["Oracy", "Feedback, marking"]
    none = sheet_of("Focuses", ("whole-school?", "ACTIVE", "2. Focus"), ("no", None, "Oracy"))
    (shipped,) = came_to(tmp_path, {}, book=school(AUTUMN, focuses=none))
    question = next(q for q in FORMS.form[0].questions if q.field == "focuses")
    assert shipped.item(question.wording)["choices"] == list(question.options)
    bare = reworded("1", {"focuses": {"options": ()}, "keep": {"options": ("Keep", " Keep ", "", "Reword")}})
    (open_question,) = came_to(tmp_path, {}, book=school(AUTUMN, focuses=none), forms=bare)
    assert open_question.item(question.wording)["type"] == "PARAGRAPH_TEXT"
    assert open_question.item("Keep or reword")["choices"] == ["Keep", "Reword"]


@with_node
def test_any_wording_arrives_unchanged(tmp_path: Path) -> None:
    forms = reworded("1", {"now": {"wording": ODD}, "keep": {"options": (ODD, "No")}, "target": {"wording": f"Target: {ODD}"}}, title=ODD)
    (came,) = came_to(tmp_path, {}, forms=forms)
    assert came.faults == []
    assert (came.forms[0]["title"], came.item(ODD)["title"], came.item("Keep or reword")["choices"]) == (ODD, ODD, [ODD, "No"])
    assert "=TARGET" in str(came.links()[0])


# ── the links ────────────────────────────────────────────────────────────────────────────────────────────────────────


@with_node
def test_headings_are_found_loosely_and_in_any_order(tmp_path: Path) -> None:
    headings = ("\u200b3. form 3 LINK", "Ours", "closes-on", "\ufeffForm 1 link", "CYCLE", "Form2link")
    (came,) = came_to(tmp_path, {}, book=school((None, "kept", date(2026, 12, 11), None, CYCLE, None), headings=headings))
    sheet = next(s for s in came.sheets() if s.title == "Cycles")
    assert [str(sheet.at(2, c)).count("1form1") for c in range(6)] == [0, 0, 0, 1, 0, 0]
    assert ["1form3" in str(sheet.at(2, 0)), "1form2" in str(sheet.at(2, 5)), sheet.at(2, 1)] == [True, True, "kept"]


@with_node
@pytest.mark.parametrize(("cycles", "chosen"), [
    ([("Summer", None, date(2027, 7, 1)), ("Spring", None, date(2027, 3, 1)), ("Last", None, date(2026, 7, 1))], "Spring"),
    ([("Today", None, date(2026, 11, 24)), ("Spring", None, date(2027, 3, 1))], "Today"),
    ([("Yesterday", None, date(2026, 11, 23)), ("Spring", None, date(2027, 3, 1))], "Spring"),
    ([(None, None, date(2026, 12, 1)), ("Old", None, date(2026, 7, 1), None, "https://a"), ("Undated", None, None)], "Undated"),
    ([("Old", None, date(2026, 7, 1)), ("Older", None, date(2025, 7, 1), None, None, None, "https://c")], "Old"),
    ([("Old", None, date(2026, 7, 1), None, "https://a"), ("Older", None, "1/7/2025", None, None, "https://b")], "Older"),
])
def test_the_links_go_to_the_earliest_open_cycle_else_the_first_without(tmp_path: Path, cycles: list[Any], chosen: str) -> None:
    (came,) = came_to(tmp_path, {}, book=school(*cycles))
    assert any("1form" in str(link) for link in came.links(chosen))
    for other in (str(c[0]) for c in cycles if c[0] and c[0] != chosen):
        assert not any("1form" in str(link) for link in came.links(other))


@with_node
@pytest.mark.parametrize(("now", "chosen"), [("2026-12-12T03:30:00Z", "Spring"), ("2026-12-11T23:30:00Z", CYCLE)])
def test_which_day_it_is_the_sheets_own_time_zone_says(tmp_path: Path, now: str, chosen: str) -> None:
    """Node runs in New York, where it is still the 11th in both."""
    (came,) = came_to(tmp_path, {"now": now}, book=school(AUTUMN, ("Spring", None, date(2027, 3, 1))))
    assert "1form1" in str(came.links(chosen)[0])


@with_node
def test_a_filled_cell_is_never_changed_and_needs_no_form(tmp_path: Path) -> None:
    formula = {"formula": '=""', "value": ""}
    (came,) = came_to(tmp_path, {}, book=school((*AUTUMN, None, "https://mine", formula, None)))
    cells = next(t for t in came.told["tabs"] if t["name"] == "Cycles")["rows"][1]
    assert cells[4:6] == ["https://mine", formula]
    assert [f["title"] for f in came.forms] == ["Back in departments"]
    assert came.said.count("nothing to do") == 2


@with_node
def test_what_people_do_meanwhile_is_respected(tmp_path: Path) -> None:
    book = school(AUTUMN, ("Spring", None, date(2027, 3, 1), None, None, "https://spring"))
    turned, pasted = came_to(tmp_path, {"runs": [{"sort": True}]}, {"runs": [{"paste": [2, 5, "https://mine"]}]}, book=book)
    assert all("1form" in str(link) for link in turned.links())
    assert turned.links("Spring") == [None, "https://spring", None]
    assert pasted.links()[0] == "https://mine"
    assert "was given another link meanwhile" in pasted.said


# ── run again ────────────────────────────────────────────────────────────────────────────────────────────────────────


@with_node
def test_run_again_it_changes_nothing(tmp_path: Path) -> None:
    once, twice = came_to(tmp_path, {"runs": [{}]}, {"runs": [{}, {}]})
    assert (twice.told["tabs"], twice.forms, twice.faults) == (once.told["tabs"], once.forms, [])
    assert twice.said.count("nothing to do") == 3


@with_node
@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_broken_at_any_call_and_run_again_there_is_one_set_of_forms(tmp_path: Path, step: int) -> None:
    (whole,) = came_to(tmp_path, {})
    broken = came_to(tmp_path, {"sweep": step})
    assert step * len(broken) >= whole.told["runs"][0]["calls"] > 300
    for number, came in zip(range(1, 10_000, step), broken, strict=False):
        linked = [f for f in came.forms if f["linked"]]
        assert [[i["title"] for i in f["items"]] for f in linked] == [[i["title"] for i in f["items"]] for f in whole.forms], number
        assert [str(link).count(f["id"]) for link, f in zip(came.links(), linked, strict=True)] == [1, 1, 1], number
        assert came.told["notes"] == {}
    # Only a break between the making of a form and the note of it (two calls for each) leaves an empty draft that nobody has a link to.
    left = [f for came in broken for f in came.forms if not f["linked"]]
    assert len(left) == 2 * len(whole.forms) if step == 1 else len(left) <= 2 * len(whole.forms)
    assert not any(f["items"] or f["published"] for f in left)


@with_node
def test_a_half_made_form_that_was_deleted_is_begun_anew(tmp_path: Path) -> None:
    (came,) = came_to(tmp_path, {"notes": {"Form 1 link": "gone"}})
    assert came.faults == []
    assert [f["linked"] for f in came.forms] == [True] * 3


@with_node
def test_a_form_that_answers_into_the_sheet_already_is_taken(tmp_path: Path) -> None:
    """Made by this script in an earlier year, or by hand: its link is in no cell of this cycle, and its title may differ."""
    headings = ("Timestamp", "Email Address", *(q.wording.upper() for q in FORMS.form[1].questions[:6]))
    extra = Sheet("Answers", (headings,))
    book = Snapshot((*school(AUTUMN).sheets, extra))
    taken, foreign = came_to(tmp_path, {"standing": {"Answers": "Our reflection"}},
                             {"standing": {"Answers": "Our reflection"}, "foreign": ["Answers"]}, book=book)
    assert [f["title"] for f in taken.forms] == ["Our reflection", "Sharing and planning", "Back in departments"]
    assert "1form1" in str(taken.links()[1])
    assert "“Reflection and evidence” was here already" in taken.said
    assert [fault for fault in foreign.faults if "cannot be opened" in fault and "Answers" in fault]
    assert foreign.links()[1] is None


# ── what stops it ────────────────────────────────────────────────────────────────────────────────────────────────────


@with_node
@pytest.mark.parametrize(("book", "told"), [
    (school(), "names no cycle yet"), (school((None, None, date(2026, 12, 11))), "names no cycle yet"),
    (school(AUTUMN, headings=HEADINGS[:-1]), "Cycles has no column “Form 3 link”"),
    (school(AUTUMN, focuses=sheet_of("Focuses", ("Focus",))), "Focuses has no column “Whole school”"),
    (Snapshot(tuple(s for s in school(AUTUMN).sheets if s.title != "Cycles")), "no tab Cycles"),
])
def test_what_is_missing_is_told_before_anything_is_made(tmp_path: Path, book: Snapshot, told: str) -> None:
    (came,) = came_to(tmp_path, {}, book=book)
    assert [told in fault for fault in came.faults] == [True]
    assert came.forms == []


@with_node
def test_outside_a_sheet_it_says_where_to_open_it(tmp_path: Path) -> None:
    (came,) = came_to(tmp_path, {"bound": False})
    assert ["Extensions > Apps Script" in fault for fault in came.faults] == [True]


@with_node
def test_where_google_cannot_verify_addresses_they_are_asked_for_and_it_says_so(tmp_path: Path) -> None:
    (came,) = came_to(tmp_path, {"verified": False})
    assert [f["emails"] for f in came.forms] == ["RESPONDER_INPUT"] * 3
    assert came.said.count("to Verified") == 3
