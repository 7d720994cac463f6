"""The settings file: where the books are, and how email leaves. The school's own choices stand in the book instead."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sgp.config.toml import checked, toml_of

Security = Literal["starttls", "tls", "none"]


class Section(BaseModel):
    """A part of the file; a name that is not known is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SentFolder(Section):
    """Where the mailbox of sent emails is (IMAP); without a host it is not looked into."""

    host: str = ""
    port: int = 993
    security: Security = "tls"
    folder: str = ""
    after: float = Field(300, ge=0, description="Seconds until a sent email has surely got there.")


class Microsoft(Section):
    """The application that the school's administrator registered for sending through Microsoft 365."""

    tenant: str = ""
    client: str = ""
    secret_file: str = ""


class Mail(Section):
    """How email leaves. `a_minute` and `a_day` are known of the large providers; 0 means no limit."""

    transport: Literal["outbox", "smtp", "gmail"] = "outbox"
    host: str = ""
    port: int = 587
    security: Security = "starttls"
    sign_in: Literal["password", "google", "microsoft", "none"] = "password"
    user: str = ""
    password_file: str = ""
    ca: str = ""
    timeout: float = Field(60, gt=0)
    a_minute: int | None = Field(None, ge=0)
    a_day: int | None = Field(None, ge=0)
    sent: SentFolder = SentFolder()
    microsoft: Microsoft = Microsoft()


class Google(Section):
    """How to sign in to Google. A path counts from the project's folder."""

    credentials: str = ""


class Watch(Section):
    """Who is told of each scheduled run, so that somebody notices when runs stay away."""

    ping: str = Field("", pattern="^(https?://.*)?$")


class Settings(Section):
    """Where the books and the run-time folder are. Relative paths count from the project's folder."""

    book: str = "books/coordinator.xlsx"
    staff_book: str = "books/staff.xlsx"
    output: str = "output"
    lock_wait: float = Field(30, ge=0)
    mail: Mail = Mail()
    google: Google = Google()
    watch: Watch = Watch()


def read_settings(path: Path) -> Settings:
    """The settings in this file. Raises Stop (configuration) where it is missing or says what cannot be."""
    return checked(Settings, toml_of(path), path)
