"""The documentation site: pages in Markdown, what is generated of them, and the check of what was built."""
