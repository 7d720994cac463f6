"""What the coordinator is told on the terminal when targets have been drafted."""

from schools import CYCLE

from sgp.contract import Cycle, Focus, Target
from sgp.targets.overview import overview

FOCUSES = tuple(Focus(name=name, whole_school=school, active=active) for name, school, active in (
    ("Questioning", True, True), ("Oracy", True, True), ("Retrieval", False, True), ("Old", True, False)))


def row(name: str, department: str, focus: str, how: str, text: str = "A step.", **more: object) -> Target:
    return Target.model_validate({"name": name, "department": department, "focus": focus, "how_sure": how, "text": text, **more})


def test_it_counts_names_who_needs_her_first_and_shows_the_spread_and_what_nobody_has() -> None:
    drafted = [
        row("Mo Rahman", "English", "", "Not sure", ""), row("Aga Nowak", "Art", "Retrieval", "Not sure", ""),
        row("Dai Evans", "Art", "Questioning", "Not sure"), row("Li Na", "Art", "Questioning", "Not sure", status="Hold", row=7),
        row("Jane Smith", "PE", "Questioning", "Chosen"), row("Jo Eze", "PE", "Questioning", "Sure", row=8),
        row("Fay Ho", "PE", "Retrieval", "Carried on"), row("Ed Ho", "PE", "Retrieval", "No observation"),
    ]
    assert overview(drafted, FOCUSES, Cycle(name=CYCLE)) == [
        "Autumn 2026: 8 teachers have a row in Targets, 6 of them new.",
        "1 chosen, 1 sure, 1 carried on, 1 no observation, 4 not sure.",
        "3 need you: marked red in Targets, with suggestions beside.",
        "  Mo Rahman, English: choose a focus, or write the target.",
        "  Aga Nowak, Art: no unused step in the target bank, write the target.",
        "  Dai Evans, Art: the feedback is not clear, choose a focus or keep this one.",
        "How the focuses are spread:",
        "  Questioning    4  Art 2, PE 2",
        "  Retrieval      3  PE 2, Art",
        "Whole-school focus that nobody has: Oracy.",
    ]


def test_a_long_list_is_cut_and_an_empty_school_says_little() -> None:
    many = [row(f"T{n}", "Art", "", "Not sure", "") for n in range(15)]
    assert overview(many, (), Cycle(name=CYCLE))[-1] == "  … and 3 more."
    assert len(overview([], FOCUSES, Cycle(name=CYCLE))) == 2
