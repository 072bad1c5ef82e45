"""CBS Kerncijfers wijken en buurten."""
