"""What the sources are and what they deliver: the packaged YAML files, completed by the user's folders."""
