"""Make the README's pictures from what the demo really made. Run with: make pictures (needs LibreOffice, poppler and Chromium)."""

import subprocess
import sys
import tempfile
from email import message_from_bytes, policy
from pathlib import Path

from school_files import ROOT

PICTURES = ROOT / "config" / "sample" / "pictures"
DEMO = ROOT / "output" / "demo"
CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--disable-features=IsolateSandboxedIframes",
    "--virtual-time-budget=3000",
)
# Sheet by name -> dots an inch, and the part of its page to show, in pixels: width and height.
SHEETS = {"Start here": (110, 1240, 780), "Targets": (230, 1530, 560), "Summary": (110, 1260, 860)}


def sheets(folder: Path) -> None:
    """A picture of the top of each sheet, through LibreOffice."""
    _run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(DEMO / "coordinator.xlsx"))
    pdf = folder / "coordinator.pdf"
    words = {"Start here": "what needs you", "Targets": "Why this target", "Summary": "how the cycle is going"}
    for name, (dots, width, height) in SHEETS.items():
        page = next(n for n in range(1, 40) if words[name] in _page_text(pdf, n))
        margin = str(dots * 35 // 100)
        out = PICTURES / name.casefold().replace(" ", "-")
        _run("pdftoppm", "-png", "-singlefile", "-r", str(dots), "-f", str(page), "-l", str(page), "-x", margin, "-y", margin,
             "-W", str(width), "-H", str(height), str(pdf), str(out))


def _page_text(pdf: Path, page: int) -> str:
    return " ".join(_run("pdftotext", "-f", str(page), "-l", str(page), "-layout", str(pdf), "-").split())


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def letters(folder: Path) -> None:
    """One letter as a phone shows it, and the preview and the page for leaders as a desk does."""
    mail = message_from_bytes(next((DEMO / "outbox").glob("*h.marsh*.eml")).read_bytes(), policy=policy.default)
    letter = folder / "letter.html"
    letter.write_text(mail.get_body(("html",)).get_content(), encoding="utf-8")
    shown = ((letter, "letter", "430,1180"), (DEMO / "preview" / "index.html", "preview", "1180,760"),
             (DEMO / "report" / "index.html", "report", "1080,1180"))
    for source, name, size in shown:
        picture = PICTURES / f"{name}.png"
        _run(*CHROMIUM, f"--user-data-dir={folder}/{name}", f"--window-size={size}", f"--screenshot={picture}", source.as_uri())


def main() -> None:
    """Play the demo, then take its pictures."""
    subprocess.run([sys.executable, str(ROOT / "scripts" / "demo.py")], check=True, stdout=subprocess.DEVNULL)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sheets(Path(folder))
        letters(Path(folder))


if __name__ == "__main__":
    main()
