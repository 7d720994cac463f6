"""What Gmail's answer, or its silence, says of an email: taken, refused for its reader, refused for all, or nobody knows.

Sources: Google's guide “Resolve errors” of the Gmail API, and the bodies that people report (“Invalid to header”, “Recipient
address required”, “Precondition check failed.”, “User-rate limit exceeded.  Retry after …”).
"""

import json
import ssl
from collections.abc import Mapping
from typing import Any

from urllib3.exceptions import ConnectTimeoutError
from urllib3.exceptions import ProxyError as ProxyFault
from urllib3.exceptions import SSLError as LineNotSafe

from sgp.errors import ExitCode, Stop
from sgp.plan import Handed

LIMITS = {"userRateLimitExceeded", "rateLimitExceeded", "dailyLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"}
OFF = "The Gmail API is not switched on in the project that the key belongs to. Switch it on in the Google Cloud console."
NO_TUNNEL = "Tunnel connection failed"
GRANT = ("What was signed in with lacks a permission (gmail.send, gmail.readonly). For a service account, the administrator adds it at "
         "admin.google.com, Security > Access and data control > API controls > Domain-wide delegation. A person signs in again and "
         "leaves every box ticked.")
_MENDS = {  # reasons and words of Google's own -> what to do; the first that fits
    "SERVICE_DISABLED": OFF,
    "accessNotConfigured": OFF,
    "Metadata scope": "The permission gmail.metadata was granted, with which Gmail refuses every search. Grant gmail.readonly instead.",
    "SCOPE_INSUFFICIENT": GRANT,
    "insufficientPermissions": GRANT,
    "insufficient authentication scopes": GRANT,
    "domainPolicy": "The school's administrator has switched off apps that use Gmail. Ask for this one to be allowed.",
    "elegation denied": "Whoever signed in may not send from this address. Set Coordinator email to the address that signs in.",
    "failedPrecondition": "Gmail has no mailbox for whoever signed in. A service account needs a Coordinator email with a mailbox in the "
                          "school's Google Workspace, and the administrator's domain-wide delegation.",
}


def meaning(status: int, body: bytes) -> Handed:
    """What became of an email, by the HTTP status and body that answered it. No answer of Gmail's is asked for twice."""
    told = _told(body)
    if 200 <= status < 300 and isinstance(told.get("id"), str) and told["id"]:
        return Handed("sent", f"Gmail took it, id {told['id'][:40]}")
    if status < 400 or status >= 500 or status == 408:
        return unknown(refusal(status, body), f"Gmail's answer ({status}) does not say whether it was taken.")
    if status == 413 or (status == 400 and _about_this_one(told)):
        return Handed("failed", f"Gmail refused it ({status}): {_said(told) or 'it is too large'}")
    stop = refusal(status, body)
    return Handed("deferred", str(stop), stop)


def refusal(status: int, body: bytes) -> Stop:
    """Why Gmail did not do what was asked, whatever it was: temporary, or a person must act (configuration)."""
    told = _told(body)
    if status >= 500 or status == 408:
        return Stop(f"Gmail does not answer as it should ({status}). Try again later.", ExitCode.TEMPORARY)
    if not _error(told):
        return _in_its_place(str(status))
    if status == 429 or _reasons(told) & LIMITS:
        return Stop(f"Gmail's limit is reached for now. The rest goes with the next run. Google says: {_said(told)}", ExitCode.TEMPORARY)
    words = " ".join(sorted(_reasons(told))) + " " + _said(told)
    mend = next((mend for word, mend in _MENDS.items() if word in words), "Run doctor.py: it says what is signed in with.")
    return Stop(f"Gmail refuses ({status}). {mend}" + (f" Google says: {_said(told)}" if status != 401 else ""), ExitCode.CONFIGURATION)


def silence(fault: OSError) -> Handed:
    """What became of an email that nothing answered: deferred only if no line was made at all, for then nothing left here."""
    stop, root = no_line(fault), _root(fault)
    no_tunnel = isinstance(root, OSError) and str(root).startswith(NO_TUNNEL)
    if stop.code == ExitCode.CONFIGURATION or no_tunnel or isinstance(root, ConnectTimeoutError):  # a refused line is one of these too
        return Handed("deferred", str(stop), stop)
    return unknown(stop, "The line broke before Gmail answered.")


def no_line(fault: OSError) -> Stop:
    """Why there is no answer: a certificate that does not hold or a filter (configuration), else the line (temporary)."""
    root = _root(fault)
    if isinstance(root, ssl.SSLCertVerificationError):
        return Stop("The certificate of Gmail does not hold. Either this computer's clock is wrong, or the school's network looks into "
                    "connections: ask for its certificate, and name that file in the variable REQUESTS_CA_BUNDLE.", ExitCode.CONFIGURATION)
    if isinstance(root, OSError) and str(root).startswith(f"{NO_TUNNEL}: 4"):
        return _in_its_place("The proxy refuses")
    return Stop("Gmail cannot be reached, or the line to it broke. Look at the connection, or try again later.", ExitCode.TEMPORARY)


def _root(fault: OSError) -> object:
    """What went wrong first. That requests calls it a fault of the proxy says nothing: it does so too where an answer is cut off."""
    root = getattr(fault.args[0] if fault.args else None, "reason", None)
    root = root.original_error if isinstance(root, ProxyFault) else root
    return root.args[0] if isinstance(root, LineNotSafe) and root.args else root


def _in_its_place(what: str) -> Stop:
    return Stop(f"Something between here and Google answered in its place ({what}): a filter or a proxy of the school's network. "
                "Ask for gmail.googleapis.com and oauth2.googleapis.com to be let through.", ExitCode.CONFIGURATION)


def unknown(stop: Stop, why: str) -> Handed:
    """An email that may have been sent; the run ends with it, so that no second one shares its fate."""
    return Handed("unknown", f"It may have been sent. {why}", stop)


def _about_this_one(told: Mapping[str, Any]) -> bool:
    return bool(_reasons(told) & {"invalidArgument", "badRequest", "INVALID_ARGUMENT"}) and "from" not in _said(told).casefold().split()


def _told(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _error(told: Mapping[str, Any]) -> Mapping[str, Any]:
    error = told.get("error")
    return error if isinstance(error, dict) else {}


def _said(told: Mapping[str, Any]) -> str:
    return " ".join(str(_error(told).get("message", "")).split())[:200]


def _reasons(told: Mapping[str, Any]) -> set[str]:
    error = _error(told)
    parts = [part for key in ("errors", "details") for part in _list(error.get(key)) if isinstance(part, dict)]
    return {str(part["reason"]) for part in parts if "reason" in part} | {str(error.get("status", ""))}


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []
