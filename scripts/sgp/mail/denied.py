"""What Google and Microsoft say when they deny a sign-in for email, turned into what a person can do about it."""

import re

from google.auth.exceptions import GoogleAuthError, TransportError
from oauthlib.oauth2 import MissingTokenError, OAuth2Error  # type: ignore[import-untyped]

from sgp.errors import ExitCode, Stop
from sgp.mail.scopes import GMAIL_ALL, GMAIL_READ, GMAIL_SEND

"""To send through the Gmail API, to look up what was sent, and for SMTP and IMAP (which includes the other two)."""

DELEGATION = ("In the Google admin console, under Security > Access and data control > API controls > Domain-wide delegation, "
              "the administrator adds the key's client_id with these permissions: ")
_GOOGLE = {  # words of Google's own -> what to do; the first that fits
    "unauthorized_client": f"The school's administrator has not allowed this key to send for others. {DELEGATION}"
                           f"{GMAIL_SEND}, {GMAIL_READ}, and for SMTP or IMAP {GMAIL_ALL}. It takes up to a day to count.",
    "Invalid email or User ID": "The sender is not a user of the school's Google Workspace. Set Coordinator email to one who is.",
    "invalid_scope": f"The permission for email was not granted. {DELEGATION}{GMAIL_SEND}, {GMAIL_READ}. A person signs in anew.",
    "access_denied": f"The school's administrator has not allowed this. {DELEGATION}{GMAIL_SEND}, {GMAIL_READ}.",
    "short-lived token": "The clock of this computer is wrong. Set it to the right time.",
    "Invalid JWT Signature": "The service account's key is no longer valid. Make a new one in the Google Cloud console.",
    "account not found": "The service account has been deleted or disabled. Look at it in the Google Cloud console.",
    "invalid_client": "Google does not know the OAuth client, or its secret was changed. Download its file again, and sign in anew.",
    "invalid_grant": "The sign-in has expired or was withdrawn. Sign in anew.",
}
_MICROSOFT = {
    "AADSTS7000215": "The client secret is wrong. Copy its Value, not its Secret ID.",
    "AADSTS7000222": "The client secret has expired. Make a new one under Certificates & secrets.",
    "AADSTS700016": "There is no app with this client ID in the school's directory.",
    "AADSTS90002": "There is no directory with this tenant ID.",
    "AADSTS900023": "The tenant ID is neither a directory's ID nor its domain.",
    "AADSTS7000112": "The app is switched off in the school's directory.",
}


def denied(fault: GoogleAuthError) -> Stop:
    """What google-auth raises while it asks for a token: temporary where another try may help, else configuration."""
    said = " ".join(next((part for part in fault.args if isinstance(part, str)), str(fault)).split())
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return unusable("The certificate of Google's sign-in does not hold. Either this computer's clock is wrong, or the school's network "
                        "looks into connections: ask for its certificate, and name that file in the variable REQUESTS_CA_BUNDLE.")
    if fault.retryable or isinstance(fault, TransportError) or said.startswith("<"):
        return unreachable("Google")
    mend = next((mend for words, mend in _GOOGLE.items() if words in said), "Run doctor.py: it says what is signed in with.")
    return unusable(f"Google denies the sign-in for email. {mend} Google says: {said.partition('. ')[0][:200]}")


def microsoft_denies(fault: OAuth2Error) -> Stop:
    """What Microsoft answers instead of a token: temporary where it says so, else configuration. Of its words only the code is kept."""
    if isinstance(fault, MissingTokenError) or fault.error in ("temporarily_unavailable", "server_error"):
        return unreachable("Microsoft")
    code = next(iter(re.findall(r"AADSTS\d+", str(fault.description))), str(fault.error)[:60])
    mend = _MICROSOFT.get(code, "Look at tenant ID, client ID and secret in the settings.")
    return unusable(f"Microsoft denies the sign-in for email ({code}). {mend}")


def unreachable(who: str) -> Stop:
    """Nobody answers for Google or Microsoft."""
    return Stop(f"{who}'s sign-in cannot be reached, or does not answer as it should. Try again later.", ExitCode.TEMPORARY)


def unusable(message: str) -> Stop:
    """Nothing can be signed in with until a person mends it."""
    return Stop(message, ExitCode.CONFIGURATION)
