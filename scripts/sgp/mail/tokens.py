"""Signing in to mail without a password: keys and saved sign-ins for Google, app registrations for Microsoft 365."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials as OwnSignIn
from google.oauth2.service_account import Credentials as ServiceAccount
from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error  # type: ignore[import-untyped]
from requests.exceptions import RequestException, SSLError
from requests_oauthlib import OAuth2Session  # type: ignore[import-untyped]

from sgp.mail.denied import denied, microsoft_denies, unreachable, unusable
from sgp.mail.scopes import GMAIL_ALL

NO_BUNDLE = "The file that REQUESTS_CA_BUNDLE names cannot be read. Mend that variable, or remove it."
LOGIN = "https://login.microsoftonline.com"
OUTLOOK = "https://outlook.office365.com/.default"
"""What an app asks for to use SMTP and IMAP of Exchange Online: all that its registration was granted."""

RENEWED_BY = ("refresh_token", "client_id", "client_secret")
EARLY = 300.0
"""Seconds before its end at which a token is no longer used."""


def mail_credentials(path: str, sender: str, scopes: Sequence[str]) -> Credentials:
    """What to sign in to Google's mail with: a service account's key, which acts for the sender, or a person's saved sign-in.

    Nothing is asked of Google yet. Raises Stop (configuration), which quotes nothing of the file.
    """
    held = _held(path)
    try:
        if held.get("type") == "service_account":
            made: Any = ServiceAccount.from_service_account_info(held, scopes=list(scopes), subject=sender)  # type: ignore[no-untyped-call]
            return made  # type: ignore[no-any-return]
        if held.get("type", "authorized_user") == "authorized_user" and all(held.get(part) for part in RENEWED_BY):
            return _own_sign_in(path, held, scopes)
    except (ValueError, TypeError):  # may quote the key
        raise unusable(f"The key in {path} is damaged or not whole. Make a new one in the Google Cloud console.") from None
    raise unusable(f"{path} is neither a service account's key nor a saved sign-in. The README says, under Email, which file to use.")


def google_token(credentials: Credentials) -> Callable[[], str]:
    """Access tokens of Google, renewed when they are about to end. The function raises Stop where Google gives none."""
    def token() -> str:
        try:
            if not credentials.valid:
                credentials.refresh(Request())  # type: ignore[no-untyped-call]
        except GoogleAuthError as fault:
            raise denied(fault) from None
        except OSError:
            raise unusable(NO_BUNDLE) from None
        return str(credentials.token)
    return token


def microsoft_token(tenant: str, client: str, secret: str, url: str = LOGIN, clock: Callable[[], float] = time.time) -> Callable[[], str]:
    """Access tokens for SMTP and IMAP of Microsoft 365, by an app registration with a secret; kept until shortly before they end.

    The app needs SMTP.SendAsApp and IMAP.AccessAsApp of Office 365 Exchange Online, with the administrator's consent, and its service
    principal full access to the mailbox (Microsoft: “Authenticate an IMAP, POP or SMTP connection using OAuth”). The function raises Stop.
    """
    kept, ends = "", 0.0

    def token() -> str:
        nonlocal kept, ends
        if clock() >= ends - EARLY:
            asked = clock()
            kept, lasts = _microsoft(f"{url}/{tenant}/oauth2/v2.0/token", client, secret)
            ends = asked + lasts
        return kept
    return token


def _microsoft(url: str, client: str, secret: str) -> tuple[str, float]:
    """A token, and the seconds it lasts."""
    try:
        with OAuth2Session(client=BackendApplicationClient(client_id=client)) as session:
            answer = session.fetch_token(url, client_secret=secret, include_client_id=True, scope=[OUTLOOK], timeout=30)
            return str(answer["access_token"]), float(answer.get("expires_in") or 0)
    except OAuth2Error as fault:
        raise microsoft_denies(fault) from None
    except SSLError:
        raise unusable("The certificate of Microsoft's sign-in does not hold: look at this computer's clock and the network.") from None
    except (RequestException, ValueError, AttributeError):  # no answer, or one that makes no sense
        raise unreachable("Microsoft") from None
    except OSError:
        raise unusable(NO_BUNDLE) from None


def _own_sign_in(path: str, held: dict[str, Any], scopes: Sequence[str]) -> Credentials:
    granted = held.get("scopes") or ()
    granted = granted.split() if isinstance(granted, str) else granted
    if granted and GMAIL_ALL not in granted and not set(scopes) <= set(granted):
        raise unusable(f"The sign-in saved in {path} was not made for email. Sign in anew and leave every box ticked.")
    fresh = {**held, "token": None, "expiry": None}
    made: Credentials = OwnSignIn.from_authorized_user_info(fresh, list(granted) or None)  # type: ignore[no-untyped-call]
    return made


def _held(path: str) -> dict[str, Any]:
    try:
        held = json.loads(Path(path).expanduser().read_bytes())
    except OSError as fault:
        raise unusable(f"{path} cannot be read: {fault.strerror}. It is to sign in to Google's mail with.") from None
    except ValueError:  # says too much: it holds the whole file
        raise unusable(f"{path} is not JSON, as every file is that signs in to Google. Download it again.") from None
    return held if isinstance(held, dict) else {}
