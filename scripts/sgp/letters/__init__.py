"""Letters: of each kind who is sent one and when, what it may say, and how it is written. One module a kind."""
