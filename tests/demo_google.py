"""Play the demo through the real Google client, over HTTPS, against the Sheets server of the tests. Run with: make demo-google."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "google")]

from sheets_server import Server, serving  # noqa: E402  # its folder is found only from here on

URL = "https://docs.google.com/spreadsheets/d/"


def main() -> int:
    """Play it, count its requests, and keep what a person would see as workbooks to open."""
    print("Everything below happens on this computer: the addresses of the sheets are invented.\n", flush=True)
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        books = {"--book": server.new_book("Coordinator's book"), "--staff-book": server.new_book("Staff book")}
        named = [word for option, book in books.items() for word in (option, URL + book)]
        environment = os.environ | server.environment(Path(folder))
        code = subprocess.run([sys.executable, str(ROOT / "scripts" / "demo.py"), *named], env=environment).returncode
        print("\nThrough the real client, over HTTPS, with Google's limit of 60 reads and 60 writes a minute:")
        for option, book in books.items():
            print(f"  {option:13} {server.requests(book):3} requests in all; to look at: {_kept(server, option, book)}")
        print(f"  hosts asked for: {', '.join(sorted(server.contacted))}")
    return code


def _kept(server: Server, option: str, book: str) -> Path:
    path = ROOT / "output" / "demo" / f"google-{option.strip('-')}.xlsx"
    server.workbook(book).save(path)
    return path


if __name__ == "__main__":
    sys.exit(main())
