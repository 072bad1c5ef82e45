"""Reads a file as `ingest` does: by the reader that the source has for the layout of the release."""

from pathlib import Path

from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.folders import reader_of
from veerkracht.sources.readers.delivery import Delivery


def read(file: Path, source: Source, release: Release) -> Delivery:
    return reader_of(source.bron, release)(file, source, release)
