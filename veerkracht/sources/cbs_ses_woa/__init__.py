"""CBS scores of social-economic status per wijk and buurt."""
