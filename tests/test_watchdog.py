"""The ping to a watch-dog: where it goes, what it says, and that it never fails or tells the address."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from sgp.watchdog import TRIES, What, ping

RUN = "4f1c6d0e-0000-4000-8000-000000000000"


@dataclass
class Dog:
    """A watch-dog that answers so, after so many seconds."""

    status: int = 200
    after: float = 0
    heard: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def dog() -> Iterator[Dog]:
    dog = Dog()

    class Ears(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            dog.heard.append((self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
            time.sleep(dog.after)
            self.send_response(dog.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ears)
    Thread(target=server.serve_forever, daemon=True).start()
    dog.address = f"http://127.0.0.1:{server.server_port}/secret"
    yield dog
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("what", "path"), [("start", "/secret/start"), ("success", "/secret"), ("failure", "/secret/fail")])
def test_each_event_has_its_address_and_the_run_its_number(dog: Dog, what: What, path: str) -> None:
    assert not ping(dog.address, what, {"sent": 12, "code": 0}, RUN)
    assert dog.heard == [(f"{path}?rid={RUN}", "sent 12\ncode 0")]


def test_what_stands_in_the_address_stays(dog: Dog) -> None:
    assert not ping(f"{dog.address}/?create=1", "start", {}, RUN)
    assert dog.heard[0][0] == f"/secret/start?create=1&rid={RUN}"


@pytest.mark.parametrize(("status", "after", "said"), [(500, 0.0, "error 500"), (404, 0.0, "error 404"), (200, 0.5, "no")])
def test_a_dog_that_fails_is_told_without_its_address_and_asked_only_so_often(dog: Dog, status: int, after: float, said: str) -> None:
    dog.status, dog.after = status, after
    told = ping(dog.address, "success", {}, RUN, within=0.2)
    assert said in told
    assert "secret" not in told
    assert "127.0.0.1" not in told
    assert len(dog.heard) == TRIES


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/secret", "http://[bad/secret", "http:///secret"])
def test_an_address_where_nobody_is_does_no_harm(address: str) -> None:
    assert ping(address, "start", {}, RUN).startswith("The watch-dog could not be told")


def test_without_an_address_nobody_is_told() -> None:
    assert not ping("", "start", {}, RUN)
