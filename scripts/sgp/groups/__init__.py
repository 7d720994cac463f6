"""Groups for meetings 1 and 2: who meets whom. Numbers (numpy) are loaded only where groups are formed or measured."""
