"""What Google is asked to allow for email."""

GMAIL_SEND = "https://www.googleapis.com/auth/gmail.send"
GMAIL_READ = "https://www.googleapis.com/auth/gmail.readonly"
GMAIL_ALL = "https://mail.google.com/"
"""For SMTP and IMAP, which know no smaller one."""
