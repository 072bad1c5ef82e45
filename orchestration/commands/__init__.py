"""The commands of `veerkracht`, by subject. Each function imports what it needs when it runs."""
