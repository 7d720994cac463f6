"""Golden files: what an output looked like when somebody last looked at it and found it good."""

import os
from pathlib import Path

HERE = Path(__file__).parent / "golden"


def golden(name: str, text: str) -> None:
    """Compare with the golden file; with GOLDEN=write in the environment, write it instead."""
    path = HERE / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8"), f"{name} has changed; look at it, and if it is right: GOLDEN=write pytest"
