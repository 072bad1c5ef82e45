"""CBS addresses with their buurt."""
