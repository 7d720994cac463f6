"""How often labelled comments are read rightly: never less than was promised."""

from collections.abc import Iterator

import pytest
from comment_files import COMMENTS, LISTS, rows, seen, vocabulary_of

from sgp.reading import read

SIDES = ("strength", "development")


def pairs(file: str, keywords: str, side: str) -> Iterator[tuple[str, str, str]]:
    """Kind, gold and what was asserted ("" where unsure), of each row; gold is "" where no point is made."""
    for row in rows(COMMENTS / file):
        found = getattr(read(seen(row["development_points"], row["strengths"]), vocabulary_of(keywords)), side).focus
        yield row["kind"], row[f"gold_{side}_focus"].replace("none", ""), found


@pytest.mark.parametrize("keywords", LISTS)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("file", "asserted", "right"), [("labelled_dev.csv", 0.95, 0.98), ("tuning.csv", 0.88, 0.97)])
def test_most_are_asserted_and_nearly_all_rightly(file: str, asserted: float, right: float, side: str, keywords: str) -> None:
    read_ = list(pairs(file, keywords, side))
    made = [found for _, gold, found in read_ if gold]
    said = [gold == found for _, gold, found in read_ if found]
    assert sum(map(bool, made)) >= asserted * len(made)
    assert sum(said) >= right * len(said)


@pytest.mark.parametrize("keywords", LISTS)
@pytest.mark.parametrize("side", SIDES)
def test_comments_that_nothing_was_fitted_to_are_read_nearly_as_well(side: str, keywords: str) -> None:
    read_ = [(gold, found) for kind, gold, found in pairs("heldout.csv", keywords, side) if kind != "avoid"]
    said = [gold == found for gold, found in read_ if found]
    assert sum(bool(found) for gold, found in read_ if gold) >= 0.85 * sum(bool(gold) for gold, _ in read_)
    assert sum(said) >= 0.95 * len(said)


@pytest.mark.parametrize("keywords", LISTS)
@pytest.mark.parametrize("file", ["tuning.csv", "heldout.csv"])
def test_what_avoids_every_keyword_is_hardly_ever_taken_for_something_else(file: str, keywords: str) -> None:
    found = [(gold, said) for kind, gold, said in pairs(file, keywords, "development") if kind == "avoid"]
    assert sum(said not in ("", gold) for gold, said in found) <= len(found) / 10


@pytest.mark.parametrize("keywords", LISTS)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("file", ["labelled_dev.csv", "tuning.csv"])
def test_where_nothing_is_said_nothing_is_asserted(file: str, side: str, keywords: str) -> None:
    assert not [found for kind, gold, found in pairs(file, keywords, side) if kind == "none" and found and not gold]


def test_the_tuning_comments_are_of_every_kind_and_focus() -> None:
    read_ = list(rows(COMMENTS / "tuning.csv"))
    kinds = {"plain", "negation", "mixed", "typing", "abbreviations", "none", "avoid"}
    assert {r["kind"] for r in read_} == kinds
    assert all(sum(r["gold_development_focus"] == f["Focus"] for r in read_) >= 20 for f in rows(LISTS["lean"]))
