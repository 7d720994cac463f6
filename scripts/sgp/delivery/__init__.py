"""What becomes of emails: what is due, what waits, what is held and why, and what the log says of each."""
