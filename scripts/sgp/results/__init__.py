"""What came of a cycle: who answered, how it stands in numbers, and the rows of every tab of results."""
