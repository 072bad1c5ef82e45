"""What an edition says, read from its folder; products only lay it out. Not here: making or publishing an edition."""
