"""The tests mirror the rooms; packages, so that two rooms may have a test or helper of the same name."""
