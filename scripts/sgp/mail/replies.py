"""What a mail server's reply means for one email: sent, deferred, failed, or a reason to stop that fails nobody."""

import re
from enum import StrEnum

from sgp.errors import ExitCode, Stop
from sgp.plan import Handed


class Step(StrEnum):
    """Where in its dialogue a server replied, or did not. CONTENT lasts from the first byte of the email to the reply after its dot."""

    GREETING = "greeting"
    EHLO = "EHLO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    MAIL = "MAIL FROM"
    RCPT = "RCPT TO"
    DATA = "DATA"
    CONTENT = "content"


OPENING = frozenset({Step.GREETING, Step.EHLO, Step.STARTTLS, Step.AUTH})

LIMIT = re.compile(
    r"\b5\.4\.5\b|\b5\.7\.28\b"                      # Google, support.google.com/a/answer/3726730
    r"|\b5\.1\.90\b|\b5\.7\.23[236]\b|SubmissionQuotaExceeded"  # Microsoft 365: recipients a day, of a person and of a school
    r"|\bdaily\b.{0,40}\b(limit|quota)|\bemail quota exceeded|\bsending (limit|quota)"  # Google, Amazon SES, qmail
    r"|\b(e?mails|messages|rcpts|recipients) per (hour|day|24 hours)",  # Exim as cPanel sets it up, Postfix policy servers
    re.IGNORECASE,
)
"""What this account may send in an hour or a day is used up. A mailbox that is full (5.2.2) or gets too much (5.2.1) is the person's."""

PERSONS = re.compile(r"RESOLVER\.|^\S+ 5\.7\.(12\d|13[0-8]|50[457]|703)\b", re.IGNORECASE)
"""Microsoft 365, about this one recipient although it speaks of senders: who may write to a group, blocked or invalid recipients."""

SENDERS = re.compile(
    r"^(500|502|503|504|530|534|535|538|555)\b"  # RFC 5321 4.2.2 and RFC 4954 6: the command or the sign-in, whoever it is for
    r"|^\S+ 5\.1\.[78]\b"                # RFC 3463 3.2: the sender's address; 5.1.8 at Microsoft 365: barred from sending
    r"|^\S+ 5\.7\.([3-9]|1[0-4])\b"      # RFC 3463 3.8, RFC 5248 and 4954: sign-in and encryption; 5.7.9 and 5.7.14 at Google
    r"|^\S+ 5\.7\.2\d\b"                 # RFC 7372: DKIM, SPF, reverse DNS; Google: 5.7.26, 5.7.29
    r"|^\S+ 5\.2\.25[1-5]\b|^\S+ 5\.7\.(57|60|64|139)\b"  # Microsoft 365: may not send as, may not relay, sign-in switched off
    r"|^\S+ 5\.7\.(50[12368]|509|511|6\d\d|705|708|750)\b",  # Microsoft 365: this account, address or school is barred
)

WORDS = re.compile(
    r"(?<![\w.-])relay(ing|ed)?(?![\w-]|\.\w)|authenticat|smtp auth|send as|sendas|sending denied|not owned by"
    r"|sender (address|verif|domain|denied|is not)|invalid sender"
    r"|client host|helo (command|domain)|banned send|STOREDRV\.Submission|authorized to send email directly"
    r"|mail from (your|this) ip|from your IP address|blocked using|not verified",
    re.IGNORECASE,
)
"""What says that it is the sender's where the code leaves it open: 5.7.1 at Postfix, none at Exim, 5.2.0 or 5.2.2 at Microsoft 365."""

OPEN = re.compile(r"^\d+ (?!\d\.\d+\.\d+)|^\S+ 5\.([0-7]\.0|1\.0|2\.2|5\.1|7\.1)\b")

MENDS = (
    (r"5\.7\.139|SmtpClientAuthentication|basic authentication",
     "Microsoft 365 takes no password here: sign in with a token, or ask its administrator to allow “Authenticated SMTP”."),
    (r"5\.7\.9\b|application-specific", "The account needs an app password, or a sign-in with a token."),
    (r"5\.7\.14|web browser", "Sign in to the account once with a web browser, then run this again."),
    (r"\b53[0458]\b|5\.7\.(3|8|57)\b", "Check the user name and the password, or sign in anew for a fresh token."),
    (r"send as|sendas|not owned|sender|5\.1\.[78]|5\.7\.60", "Check the address emails come from: the account must be let send as it."),
    (r"relay|client host|5\.7\.64", "Ask whoever looks after the mail server to let this account and computer send through it."),
    (r"", "Ask whoever looks after the mail server, with these words."),
)


def meaning(step: Step, code: int, text: str) -> Handed:
    """What a whole reply at this step means for the email. `code` is from 200 to 599, `text` all that came with it."""
    said = one_line(f"{code} {text}")
    if code < 400:
        return Handed("sent", said[:160])
    if stop := _stop(step, code, said):
        return Handed("deferred", said[:160], stop)
    return Handed("deferred" if code < 500 else "failed", said[:160])


def unanswered(step: Step) -> Handed:
    """What a drop, a time-out or a reply that cannot be read means: from the first byte of content on, it may have been sent."""
    if step is Step.CONTENT:
        return Handed("unknown", "It may have been sent: the mail server did not answer after it was handed over.")
    return Handed("deferred", f"It was not sent: the mail server did not answer as it should ({step}).")


def unready(why: str) -> Stop:
    """The server cannot be used now. Nothing is lost by it."""
    return Stop(f"The mail server cannot be used now: {why[:200]} What is left goes with the next run.", ExitCode.TEMPORARY)


def silent(step: Step) -> Stop:
    """The server gave no answer before any email was spoken of."""
    return unready(f"it did not answer as it should ({step}).")


def one_line(text: str) -> str:
    """A reply as one line: without line breaks, what does not print, and the status code that each further line repeats."""
    lines = re.sub(r"\n+\s*\d\.\d{1,3}\.\d{1,3}(?=\s|$)", " ", text)
    return " ".join("".join(c if c.isprintable() else " " for c in lines).split())


def _stop(step: Step, code: int, said: str) -> Stop | None:
    words = re.sub(r"<[^>]*>|\S+@\S+", "", said)  # an address may hold any of the words
    if LIMIT.search(words):
        return Stop(f"The mail server takes no more from this account for now: “{said[:160]}”. Its limit for an hour or a day is reached. "
                    "The rest goes with a later run, tomorrow at the latest.", ExitCode.TEMPORARY)
    if code < 500:
        return unready(f"“{said[:160]}”.") if step in OPENING else None
    if step in OPENING or step is Step.MAIL or _of_sender(words):
        what = "the sign-in" if step is Step.AUTH else "this computer" if step in OPENING else "the sender"
        why = f"The mail server refused {what}: “{said[:160]}” ({step})."
        return Stop(f"{why} {_mend(said)} No one was marked as failed.", ExitCode.CONFIGURATION)
    return None


def _of_sender(words: str) -> bool:
    if PERSONS.search(words):
        return False
    return bool(SENDERS.search(words) or (OPEN.search(words) and WORDS.search(words)))


def _mend(said: str) -> str:
    return next(mend for pattern, mend in MENDS if re.search(pattern, said, re.IGNORECASE))
