"""The ways an email leaves, or is kept: edges that know nothing of the programme."""
