"""Books: each kind reads a snapshot of all tabs and writes one atomic change set."""
