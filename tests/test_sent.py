"""Looking for an email in the Sent folder: yes, no only where it is certain, None or Stop for everything else."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import imap_server
import pytest
from imap_server import PASSWORD, TOKEN, USER, Folder, Server
from token_server import certificate

from sgp.errors import ExitCode, Stop
from sgp.mail.mime import frozen
from sgp.mail.sent import Mailbox, sent_folder
from sgp.mail.sent_folders import the_sent_one
from sgp.plan import Envelope, Message

CONFIGURATION, TEMPORARY = ExitCode.CONFIGURATION, ExitCode.TEMPORARY
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    with imap_server.serving() as made:
        yield made


def email(n: int = 1) -> Envelope:
    to = f"t{n}@oakfield.example"
    message = Message(f"Autumn/targets/0/1/{to}", "Autumn", "targets", to, f"Teacher {n}", "Your target", "s3cret words",
                      "<p>s3cret words</p>", USER, "Coordinator")
    return frozen(message, NOW)


def typed(message_id: str) -> bytes:
    """An email that a person wrote."""
    return f"From: {USER}\r\nMessage-ID: {message_id}\r\nSubject: Lunch\r\n\r\n".encode()


def mailbox(server: Server, folder: str = "", security: str = "none", ca: str = "", timeout: float = 5, host: str = "127.0.0.1") -> Mailbox:
    return Mailbox(host, server.port, security, folder, ca, timeout)  # type: ignore[arg-type]


def looked_up(server: Server, message_id: str = email(1).message_id, where: Mailbox | None = None) -> bool | None:
    with sent_folder(where or mailbox(server), USER, PASSWORD) as look_up:
        return look_up(message_id)


def cannot_tell(do: Callable[[], object], code: ExitCode = TEMPORARY) -> str:
    with pytest.raises(Stop) as stop:
        do()
    assert stop.value.code == code, str(stop.value)
    assert not [secret for secret in ("s3cret", PASSWORD, TOKEN) if secret in str(stop.value)]
    return str(stop.value)


def test_an_email_is_found(server: Server) -> None:
    server.sent.extend([typed("<1@oakfield.example>"), email(1).raw, email(2).raw])
    assert looked_up(server)


def test_one_that_is_not_there_is_told_where_the_folder_has_proved_itself(server: Server) -> None:
    server.sent.extend([email(2).raw, typed("<1@oakfield.example>")])
    assert looked_up(server) is False


def test_one_line_answers_for_many_and_sees_what_arrives_meanwhile(server: Server) -> None:
    server.sent.append(email(2).raw)
    with sent_folder(mailbox(server), USER, PASSWORD) as look_up:
        assert [look_up(email(n).message_id) for n in (1, 2, 3)] == [False, True, False]
        server.sent.append(email(3).raw)
        assert look_up(email(3).message_id)
    assert server.commands().count("AUTHENTICATE") == 1


def test_the_folder_is_only_read(server: Server) -> None:
    server.sent.extend([email(1).raw, email(2).raw])
    looked_up(server)
    looked_up(server, email(3).message_id)
    assert set(server.commands()) == {"CAPABILITY", "AUTHENTICATE", "LIST", "EXAMINE", "UID", "FETCH", "LOGOUT", ""}


NO_PROOF: dict[str, list[bytes]] = {
    "empty": [],
    "only what people wrote": [typed("<1@oakfield.example>"), typed(email(2).message_id)],
    "other domain": [email(2).raw.replace(email(2).message_id.encode(), b"<" + b"0" * 32 + b"@another.example>")],
    "renamed": [email(2).raw.replace(email(2).message_id.encode(), b"<CAFAR1tx@mail.gmail.com>")],
}


@pytest.mark.parametrize("held", NO_PROOF.values(), ids=NO_PROOF)
def test_a_folder_that_has_not_proved_itself_never_says_no(server: Server, held: list[bytes]) -> None:
    server.sent.extend(held)
    assert looked_up(server) is None


def test_a_search_that_finds_nothing_at_all_is_no_proof(server: Server) -> None:
    server.sent.append(email(2).raw)
    server.hides = True
    assert looked_up(server) is None
    server.sent.append(email(1).raw)
    assert looked_up(server), "it is among the newest"


@pytest.mark.parametrize("name", ["X-Google-Original-Message-ID", "X-Microsoft-Original-Message-ID"])
def test_an_email_that_was_renamed_is_found_by_the_name_it_had(server: Server, name: str) -> None:
    old = email(1).message_id.encode()
    server.sent.append(email(1).raw.replace(b"Message-ID: " + old, b"Message-ID: <1@mx.google.com>\r\n" + name.encode() + b": " + old))
    assert looked_up(server)
    assert looked_up(server, email(2).message_id) is None


def test_an_answer_that_leaves_out_an_email_is_no_answer(server: Server) -> None:
    old = email(1).message_id.encode()
    renamed = email(1).raw.replace(b"Message-ID: " + old, b"Message-ID: <1@mx.google.com>\r\nX-Google-Original-Message-ID: " + old)
    server.sent.extend([email(2).raw, email(3).raw, renamed])
    server.faults["FETCH"] = "short"
    cannot_tell(lambda: looked_up(server))


def test_a_longer_message_id_is_another(server: Server) -> None:
    """The search goes by parts of words."""
    longer = email(1).message_id.replace("<", "x<").encode() + b"x"
    server.sent.extend([email(2).raw, email(1).raw.replace(email(1).message_id.encode(), longer)])
    assert looked_up(server) is False


@pytest.mark.parametrize("fault", ["no", "bad", "drop", "silent", "garbled"])
@pytest.mark.parametrize("command", ["EXAMINE", "UID SEARCH", "UID FETCH", "FETCH", "LIST", "CAPABILITY"])
def test_a_fault_never_says_that_an_email_was_not_sent(server: Server, command: str, fault: str) -> None:
    server.sent.append(email(2).raw)
    server.faults[command] = fault
    with pytest.raises(Stop) as stop:
        looked_up(server)
    assert stop.value.code in (TEMPORARY, CONFIGURATION)


def test_a_server_that_hangs_or_hangs_up_is_temporary(server: Server) -> None:
    server.faults["UID SEARCH"] = "hang"
    cannot_tell(lambda: looked_up(server, where=mailbox(server, timeout=0.2)))
    server.faults = {"GREETING": "no"}
    cannot_tell(lambda: looked_up(server))


def test_nobody_there_is_temporary() -> None:
    with imap_server.serving() as gone:
        pass
    assert "cannot be reached" in cannot_tell(lambda: looked_up(gone))


@pytest.mark.parametrize("wrong", ["", "<>", "<a b@c.d>", '<"a"@b.c>', "<a@b.c>\r\nA1 DELETE Sent", "<ä@b.c>", "<a@b.c"])
def test_what_is_no_message_id_is_not_searched_for(server: Server, wrong: str) -> None:
    server.sent.append(email(2).raw)
    assert looked_up(server, wrong) is None
    assert "UID" not in server.commands()


# --- which folder

def folders(server: Server, **marks: str) -> None:
    held = server.sent
    server.folders = {name: Folder(each, held) for name, each in marks.items()}


NAMES: list[tuple[dict[str, str], str]] = [
    ({"Sent": "", "Gesendet": r"\Sent"}, "Gesendet"), ({"INBOX": "", "Sent": r"\Marked"}, "Sent"), ({"Sent Items": ""}, "Sent Items"),
    ({"INBOX/Sent": ""}, "INBOX/Sent"), ({"[Gmail]/Sent Mail": r"\All \Sent"}, "[Gmail]/Sent Mail"),
    ({"Sent": r"\Noselect", "Sent/Sent Items": ""}, "Sent/Sent Items"), ({'Se"nt \\ out': r"\SENT"}, 'Se"nt \\ out'),
]


@pytest.mark.parametrize("literals", [False, True])
@pytest.mark.parametrize(("marks", "chosen"), NAMES, ids=[case[1] for case in NAMES])
def test_the_folder_is_found_by_its_mark_or_its_name(server: Server, marks: dict[str, str], chosen: str, literals: bool) -> None:
    server.literals = literals
    folders(server, **marks)
    server.folders[chosen].emails = [email(1).raw]
    assert looked_up(server)


@pytest.mark.parametrize("marks", [{"Sent": "", "Sent Items": ""}, {"A": r"\Sent", "B": r"\Sent"}, {"INBOX": ""}, {},
                                   {"Sent": r"\Noselect"}, {"Sent": r"\NonExistent \Sent"}])
def test_no_folder_or_several_is_for_a_person(server: Server, marks: dict[str, str]) -> None:
    folders(server, **marks)
    assert "Name it in the settings" in cannot_tell(lambda: looked_up(server), CONFIGURATION)


def test_a_folder_that_is_named_is_taken(server: Server) -> None:
    server.folders = {"A": Folder(r"\Sent"), "Out box": Folder("", [email(1).raw])}
    assert looked_up(server, where=mailbox(server, "Out box"))
    assert "no folder Nowhere" in cannot_tell(lambda: looked_up(server, where=mailbox(server, "Nowhere")), CONFIGURATION)
    cannot_tell(lambda: looked_up(server, where=mailbox(server, "Éléments")), CONFIGURATION)


def test_rows_that_make_no_sense_are_no_folder() -> None:
    assert the_sent_one(("OK", [b"rubbish", b'(\\Sent) NIL "Sent"', None])) == "Sent"
    cannot_tell(lambda: the_sent_one(("NO", [b'(\\Sent) "/" "Sent"'])), CONFIGURATION)


# --- signing in

def test_signing_in_by_token(server: Server) -> None:
    server.sent.append(email(1).raw)
    with sent_folder(mailbox(server), USER, token=lambda: TOKEN) as look_up:
        assert look_up(email(1).message_id)
    assert "AUTHENTICATE XOAUTH2" in " ".join(server.said)


def test_signing_in_where_only_login_is_offered(server: Server) -> None:
    server.capabilities = "IMAP4rev1"
    server.sent.append(email(1).raw)
    with sent_folder(mailbox(server), USER, PASSWORD.encode("ascii", "ignore").decode()) as look_up:
        assert look_up(email(1).message_id)


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2"])
@pytest.mark.parametrize("token", [None, lambda: "s3cret-wrong"])
def test_a_wrong_password_or_token_is_told_and_not_quoted(server: Server, capabilities: str, token: Callable[[], str] | None) -> None:
    server.capabilities = capabilities

    def sign_in() -> None:
        with sent_folder(mailbox(server), USER, "s3cret-wrong-ö", token):
            pass

    assert USER in cannot_tell(sign_in, CONFIGURATION)


def test_a_sign_in_that_is_not_available_is_temporary(server: Server) -> None:
    server.faults["AUTHENTICATE"] = "no"
    cannot_tell(lambda: looked_up(server))


def test_a_token_that_cannot_be_had_is_told_as_it_is(server: Server) -> None:
    def none() -> str:
        raise Stop("no token today", CONFIGURATION)

    def sign_in() -> None:
        with sent_folder(mailbox(server), USER, token=none):
            pass

    assert cannot_tell(sign_in, CONFIGURATION) == "no token today"


def test_without_password_and_token_nobody_signs_in(server: Server) -> None:
    def sign_in() -> None:
        with sent_folder(mailbox(server), USER):
            pass

    cannot_tell(sign_in, CONFIGURATION)
    assert not server.said


# --- encryption

@pytest.fixture
def ca(tmp_path: Path) -> str:
    (tmp_path / "school.pem").write_text(certificate("localhost")[0])
    return str(tmp_path / "school.pem")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_line_is_encrypted_before_anybody_signs_in(security: str, ca: str) -> None:
    with imap_server.serving(security) as server:
        server.capabilities += " STARTTLS" if security == "starttls" else ""
        server.sent.append(email(1).raw)
        assert looked_up(server, where=mailbox(server, security=security, ca=ca, host="localhost"))
        assert security == "tls" or server.commands().index("STARTTLS") < server.commands().index("AUTHENTICATE")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_does_not_hold_is_for_a_person(security: str, ca: str) -> None:
    with imap_server.serving(security) as server:
        server.capabilities += " STARTTLS"
        for where in (mailbox(server, security=security, host="localhost"), mailbox(server, security=security, ca=ca)):
            assert "certificate" in cannot_tell(lambda where=where: looked_up(server, where=where), CONFIGURATION)  # type: ignore[misc]
        assert "AUTHENTICATE" not in server.commands()


def test_never_in_plain_text_when_encryption_was_asked_for(server: Server) -> None:
    assert "STARTTLS" in cannot_tell(lambda: looked_up(server, where=mailbox(server, security="starttls")), CONFIGURATION)
    server.capabilities += " STARTTLS"
    server.faults["STARTTLS"] = "no"
    cannot_tell(lambda: looked_up(server, where=mailbox(server, security="starttls")))
    cannot_tell(lambda: looked_up(server, where=mailbox(server, security="tls")), CONFIGURATION)
    assert set(server.commands()) <= {"CAPABILITY", "STARTTLS", "LOGOUT", ""}


def test_plain_text_is_only_for_this_very_computer(server: Server) -> None:
    cannot_tell(lambda: looked_up(server, where=mailbox(server, host="mail.oakfield.example")), CONFIGURATION)
    cannot_tell(lambda: looked_up(server, where=mailbox(server, host="192.0.2.1")), CONFIGURATION)


def test_a_ca_file_that_cannot_be_read_is_for_a_person(server: Server, tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("nothing")
    for ca in ("/nowhere.pem", str(tmp_path / "none.pem")):
        cannot_tell(lambda ca=ca: looked_up(server, where=mailbox(server, security="tls", ca=ca)), CONFIGURATION)  # type: ignore[misc]
