"""The state of every release, and the act of accepting received bytes: a line in the user's own catalogue folder.

Fetching is in `archive`, reading in `ingest`; here only what stands on disk is looked at.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from veerkracht.commandline import command
from veerkracht.errors import CatalogueError, suggestion
from veerkracht.files import replacing
from veerkracht.paths import PUBLIEKEN, DataPaths, Publiek, named_catalogues, user_catalogues
from veerkracht.sources import archive
from veerkracht.sources.archive import Receipt
from veerkracht.sources.catalogue import judgements
from veerkracht.sources.catalogue.loading import Catalogue, source_files
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.catalogue.yamlfile import YamlFile, read_yaml


@dataclass(frozen=True)
class ReleaseLine:
    """One line of the overview of releases."""

    bron: str
    release: str
    jaren: str  # `2017` or `2002-2024`
    indeling: int
    toegang: str
    staat: str  # bekend | opgehaald | andere bytes | aanvaard | gelezen | afgekeurd | gecontroleerd | in editie
    edities: tuple[Publiek, ...]  # the current editions that hold it
    sha256: str | None  # of the bytes that were seen, else the registered one
    herkomst: str  # web address, file or drop pattern
    opdracht: str | None  # command that accepts it, while that is what is needed


def releases_overview(paths: DataPaths, catalogue: Catalogue) -> list[ReleaseLine]:
    """All releases of the catalogue with their state, by source and release."""
    in_edition = {publiek: _in_edition(paths, publiek) for publiek in PUBLIEKEN}
    return [
        _row(paths, source, release, in_edition)
        for _, source in sorted(catalogue.sources.items())
        for release in source.releases
    ]


def is_accepted(receipt: Receipt, release: Release) -> bool:
    """Whether the catalogue has registered exactly the bytes that were received."""
    return release.sha256 == receipt.sha256


def is_read(paths: DataPaths, source: Source, release: Release) -> bool:
    """Whether raw Parquet of a release is there; whether it is of these bytes and this reader is known to `ingest`."""
    return paths.raw_proof(source.toegang, source.bron, release.release).is_file()


def split_name(name: str) -> tuple[str, str]:
    """Source and release of `bron@release` or `bron/release`. Raises CatalogueError for another form."""
    separator = "/" if "/" in name else "@"
    bron, _, release = name.partition(separator)
    if not bron or "@" not in release:
        raise CatalogueError(f"`{name}` is geen release; schrijf bron@release, zoals cbs_kerncijfers@2017@83765NED.")
    return bron, release


def chosen(
    paths: DataPaths, catalogue: Catalogue, which: str, only: Literal["nieuwe, opgehaalde", "besliste"] | None = None
) -> list[tuple[str, str]]:
    """Source and release of what was asked for: `alle`, a source, `bron@release`, or a pattern with * and ? of those.

    `only`: of more than one name only those whose bytes were received and are registered nowhere, or those that were
    accepted or rejected. Empty for an empty text. Raises CatalogueError where nothing fits.
    """
    if not which:
        return []
    if not re.search(r"[*?]", which) and which != "alle" and which not in catalogue.sources:
        return [split_name(which)]
    pattern = "*" if which == "alle" else f"{which}@*" if which in catalogue.sources else which.replace("/", "@", 1)
    found = [
        (source.bron, release.release)
        for source in catalogue.sources.values()
        for release in source.releases
        if fnmatchcase(f"{source.bron}@{release.release}", pattern)
        and (only != "nieuwe, opgehaalde" or _is_new(paths, source, release))
        and (only != "besliste" or release.aanvaard_door or release.uit)
    ]
    if not found:
        which_are = f"{only} " if only else ""
        raise CatalogueError(f"Er is geen {which_are}release die past op `{which}`. Zie: {command('releases')}")
    return found


def _is_new(paths: DataPaths, source: Source, release: Release) -> bool:
    return not release.sha256 and archive.receipt(paths, source, release) is not None


def accept(
    paths: DataPaths, catalogue: Catalogue, bron: str, release: str, by: str, reden: str, folder: Path | None = None
) -> Path:
    """Register the received bytes of a release in the user's catalogue folder and return the file written.

    `folder` None: the one that lists the release, else `own_folder`. Raises CatalogueError when there is no such
    release or folder, or other bytes are registered already; ArchiveError when it was not received or its file changed
    since.
    """
    source, known = find_release(catalogue, bron, release)
    if not by.strip() or not reden.strip():
        raise CatalogueError("Aanvaarden vraagt een naam (--door) en een reden (--reden).")
    archive.received_file(paths, source, known)
    receipt = archive.verify(paths, source, known)
    if is_accepted(receipt, known):
        raise CatalogueError(f"{bron}@{release} is al aanvaard: sha256 {known.sha256} staat in de catalogus.")
    if known.sha256:
        raise CatalogueError(
            f"{bron}@{release}: de catalogus noemt sha256 {known.sha256}, ontvangen is {receipt.sha256}. Een "
            "geregistreerde release krijgt geen andere bytes; geef deze levering een eigen release."
        )
    lines = {"sha256": receipt.sha256, "aanvaard_door": _one_line(by), "aanvaard_reden": _one_line(reden)}
    return _write(folder or _folder_of(paths, bron, known.names), bron, known.names, lines)


def reject(
    paths: DataPaths, catalogue: Catalogue, bron: str, release: str, reden: str, folder: Path | None = None
) -> Path:
    """Leave a release out of every build from now on, and say why; returns the file written.

    Raises CatalogueError when there is no such release, or no reason.
    """
    _, known = find_release(catalogue, bron, release)
    if not reden.strip():
        raise CatalogueError("Verwerpen vraagt een reden (--reden): zij wordt bij de release getoond.")
    return _write(folder or _folder_of(paths, bron, known.names), bron, known.names, {"uit": _one_line(reden)})


def withdraw(paths: DataPaths, catalogue: Catalogue, bron: str, release: str) -> list[Path]:
    """Take back what the user's folders say of a release: that it was accepted or rejected; the files changed.

    Raises CatalogueError when there is no such release or nothing to take back.
    """
    _, known = find_release(catalogue, bron, release)
    changed = [file for folder in user_catalogues() if (file := _remove(folder, bron, known.names))]
    if not changed:
        raise CatalogueError(f"{bron}@{release} is niet door u aanvaard of verworpen; er is niets in te trekken.")
    return changed


def add_release(paths: DataPaths, bron: str, release: Release, reden: str) -> Path:
    """List a release in the user's own folder, as a complete entry; returns the file written.

    `reden` says where the entry comes from; with it the entry still stands when the package lists the release later.
    """
    said = release.model_dump(exclude_defaults=True, exclude_none=True, exclude={"release"})
    lines: dict[str, object] = {name: _in_one_line(value) for name, value in said.items()}
    return _write(own_folder(paths), bron, [release.release], lines | {"reden": _one_line(reden)})


def own_folder(paths: DataPaths) -> Path:
    """Where lines of the user are written: the first folder that is named, else the one inside the data folder.

    The latter is made when it is not there. Raises CatalogueError when the named one does not exist.
    """
    named = named_catalogues()
    if not named:
        paths.catalogus.mkdir(parents=True, exist_ok=True)
        return paths.catalogus
    if not named[0].is_dir():
        raise CatalogueError(f"{named[0]}: deze catalogusmap bestaat niet; maak haar aan (leeg).")
    return named[0]


def _folder_of(paths: DataPaths, bron: str, names: Collection[str]) -> Path:
    """The last folder of the user that lists the release of these names; else `own_folder`.

    In another folder the lines would be an entry without what the release is, and that folder no catalogue on its own.
    """
    for folder in reversed([one for one in user_catalogues() if one.is_dir()]):
        if any(bron == file.content.get("bron") and _listed(file) & {*names} for file in source_files(folder)):
            return folder
    return own_folder(paths)


def _listed(file: YamlFile) -> set[object]:
    releases = file.content.get("releases")
    return {one["release"] for one in releases if isinstance(one, dict)} if isinstance(releases, list) else set()


def _row(
    paths: DataPaths, source: Source, release: Release, in_edition: dict[Publiek, set[tuple[str, str]]]
) -> ReleaseLine:
    receipt = archive.receipt(paths, source, release)
    editions = tuple(publiek for publiek, held in in_edition.items() if (source.bron, release.release) in held)
    state = _state(paths, source, release, receipt, bool(editions))
    return ReleaseLine(
        bron=source.bron,
        release=release.release,
        jaren=release.release.partition("@")[0],
        indeling=release.indeling,
        toegang=source.toegang,
        staat=state,
        edities=editions,
        sha256=receipt.sha256 if receipt else release.sha256,
        herkomst=release.origin,
        opdracht=accept_command(source.bron, release.release) if state == "opgehaald" else None,
    )


def accept_command(bron: str, release: str) -> str:
    """The command with which someone accepts a release, that works as it is printed."""
    return command("releases", "--accepteer", f"{bron}@{release}")


def _state(paths: DataPaths, source: Source, release: Release, receipt: Receipt | None, in_edition: bool) -> str:
    if release.uit:
        return "verworpen"
    if receipt is None:
        return "bekend"
    if not is_accepted(receipt, release):
        return "andere bytes" if release.sha256 else "opgehaald"
    if in_edition:
        return "in editie"
    if not is_read(paths, source, release):
        waiting = judgements.known(paths, source, release)
        return waiting.staat if waiting and not waiting.passed else "aanvaard"
    judgement = judgements.known(paths, source, release)
    return judgement.staat if judgement else "gelezen"


def _in_edition(paths: DataPaths, publiek: Publiek) -> set[tuple[str, str]]:
    """(bron, release) of the current edition; empty when there is none."""
    file = paths.publicatie(publiek) / "actueel" / "MANIFEST.json"
    try:
        listed = json.loads(file.read_text(encoding="utf-8")).get("releases", [])
        return {(entry["bron"], entry["release"]) for entry in listed}
    except FileNotFoundError:
        return set()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CatalogueError(f"{file} is geen leesbaar manifest ({error}); zet een vorige editie terug.") from error


def find_release(catalogue: Catalogue, bron: str, release: str) -> tuple[Source, Release]:
    """A source and its release by their names. Raises CatalogueError, with what is like it, where there is none."""
    if bron not in catalogue.sources:
        raise CatalogueError(f"Bron `{bron}` staat niet in de catalogus.{suggestion(bron, catalogue.sources)}")
    source = catalogue.sources[bron]
    try:
        return source, source.release(release)
    except KeyError:
        near = suggestion(release, [known.release for known in source.releases])
        raise CatalogueError(f"Release `{release}` staat niet bij bron `{bron}`.{near}") from None


def _write(folder: Path, bron: str, names: Sequence[str], lines: Mapping[str, object]) -> Path:
    """Add the lines to the release of these names in the source's file of the folder; comments and order of the user
    stay. A release that is not there yet is added under the first name."""
    file = _file_of(folder, bron)
    content = CommentedMap(bron=bron) if file is None else _yaml().load(file)
    if content.get("releases") is None:
        content["releases"] = CommentedSeq()
    entry = next((one for one in content["releases"] if one["release"] in names), None)
    if entry is None:
        entry = CommentedMap(release=names[0])
        content["releases"].append(entry)
    entry.update(lines)
    return _dump(content, file or folder / f"{bron}.yaml")


def _remove(folder: Path, bron: str, names: Collection[str]) -> Path | None:
    """Take the lines of acceptance and rejection from a release of these names in the folder's file; None when it has
    none."""
    file = _file_of(folder, bron)
    content: CommentedMap = CommentedMap() if file is None else _yaml().load(file)
    listed: list[CommentedMap] = content.get("releases") or []
    said = [
        (entry, name)
        for entry in listed
        if entry["release"] in names
        for name in ("sha256", "aanvaard_door", "aanvaard_reden", "uit")
        if name in entry
    ]
    if file is None or not said:
        return None
    for entry, name in said:
        del entry[name]
    return _dump(content, file)


def _file_of(folder: Path, bron: str) -> Path | None:
    return next((known.file for known in source_files(folder) if known.content.get("bron") == bron), None)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dump(content: CommentedMap, target: Path) -> Path:
    with replacing(target, durable=True) as part:
        with part.open("w", encoding="utf-8") as writer:
            _yaml().dump(content, writer)
        read_yaml(part)
    return target


def _in_one_line(value: object) -> object:
    """A list as `[2024, 2025]`; all else as it is."""
    if not isinstance(value, (list, tuple)):
        return value
    line = CommentedSeq(value)
    line.fa.set_flow_style()
    return line


def _one_line(text: str) -> str:
    return " ".join(text.split())
