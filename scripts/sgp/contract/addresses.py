"""Which email addresses may be written to at all."""

from functools import lru_cache

from email_validator import EmailNotValidError, validate_email


@lru_cache(maxsize=4096)
def valid_address(text: str) -> bool:
    """Whether every mail server takes such an address: plain ASCII, a domain that can be on the Internet (or is for tests)."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        return False
    return text.isascii()
