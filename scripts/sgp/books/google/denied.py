"""What Google says when it denies a sign-in, turned into what a person can do about it."""

from google.auth.exceptions import GoogleAuthError, TransportError

from sgp.books.google.keyfiles import unusable
from sgp.errors import ExitCode, Stop

AGAIN = "Run doctor.py --sign-in again."
CONSOLE = "in the Google Cloud console"

_MENDS = {  # words of Google's own -> what to do; the first that fits
    "short-lived token": "The clock of this computer is wrong. Set it to the right time.",
    "Invalid JWT Signature": f"The service account's key is no longer valid; probably it was deleted. Make a new one {CONSOLE}, "
                             "and put it in its place.",
    "account not found": f"The service account has been deleted or disabled. Look at it {CONSOLE}.",
    "Robot is disabled": f"The service account is disabled. Enable it {CONSOLE}.",
    "disabled_client": f"The OAuth client is disabled. Enable it {CONSOLE}.",
    "deleted_client": f"The OAuth client has been deleted. Make a new one {CONSOLE}, and put its file in place of the old one. {AGAIN}",
    "invalid_client": f"Google does not know the OAuth client, or its secret was changed. Download its file again. {AGAIN}",
    "unauthorized_client": "The saved sign-in belongs to another OAuth client, or the school's administrator has not allowed it. "
                           f"{AGAIN} If it stays, ask the administrator to allow this account or app the use of Google Sheets.",
    "eauth": f"The school has everybody sign in anew every so often. {AGAIN} To be spared that, ask the administrator to exempt "
             "this app from session control, or use a service account.",
    "invalid_scope": f"The saved sign-in was not made for Google Sheets. {AGAIN}",
    "invalid_grant": f"It has expired or was withdrawn. {AGAIN} If this happens every week, the OAuth app is still in “Testing”, "
                     f"where a sign-in lasts seven days: {CONSOLE} make it Internal, or publish it (In production).",
}


def refusal(fault: GoogleAuthError) -> Stop:
    """What google-auth raises while it asks for a token: temporary where another try may help, else configuration."""
    said = in_one_line(fault)
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return unusable("The certificate of Google's sign-in does not hold. Either this computer's clock is wrong, or the school's network "
                        "looks into connections: ask for its certificate, and name that file in the variable REQUESTS_CA_BUNDLE.")
    error_page = said.startswith("<")  # which google-auth takes for a last word
    if fault.retryable or isinstance(fault, TransportError) or error_page:
        return unreachable()
    mend = next((mend for words, mend in _MENDS.items() if words in said), "Run doctor.py: it says what is signed in with.")
    return unusable(f"Google denies the sign-in. {mend} Google says: {said.partition('. ')[0][:200]}")


def unreachable() -> Stop:
    """Nobody answers for Google."""
    return Stop("Google's sign-in cannot be reached, or does not answer as it should. Look at the connection, or try again later.",
                ExitCode.TEMPORARY)


def in_one_line(fault: Exception) -> str:
    """A fault's own words, without the data that google-auth puts beside them."""
    return " ".join(next((part for part in fault.args if isinstance(part, str)), str(fault)).split())
