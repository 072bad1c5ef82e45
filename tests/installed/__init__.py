"""The product as somebody without a checkout has it: the wheel in an environment of its own, and the container."""
