"""Own housing stock on the maps: the complexes of a corporation, read from its file and written to a folder it names.

Nothing of it is kept: not in the data folder, not in an edition, not in a cache.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from veerkracht.edition.maps import Maps
from veerkracht.edition.reading import Edition
from veerkracht.edition.sources import credits
from veerkracht.errors import VeerkrachtError
from veerkracht.products.web.bezit.checking import read_stock
from veerkracht.products.web.bezit.classes import Classes
from veerkracht.products.web.bezit.pages import write_pages
from veerkracht.products.web.bezit.placing import Placed, place
from veerkracht.products.web.bezit.reading import nearest
from veerkracht.products.web.bezit.tables import write_tables


@dataclass(frozen=True)
class BezitResult:
    """What was written, and what the user should know of the file."""

    bestanden: list[Path]
    geplaatst: list[Placed]
    niet_gebruikt: list[str]

    @property
    def absent(self) -> list[Placed]:
        """Complexes that lie in no known buurt."""
        return [one for one in self.geplaatst if not one.buurt]


def write(
    editie: Path,
    file: Path,
    out: Path,
    *,
    adressen: list[Path],
    data_folder: Path,
    kaarten: list[str] | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> BezitResult:
    """Write tables and pages of the complexes in `file` to `out`.

    `adressen`: raw address tables; `data_folder`: a folder in which nothing may be written; `kaarten`: maps on the
    pages (default: all). Raises VeerkrachtError for a wrong file, folder or map, before anything is written.
    """
    _refuse(out, file, data_folder, editie)
    stock, unused = read_stock(file)
    tell(f"{len(stock)} complexen gelezen")
    with Edition(editie) as edition:
        chosen = _chosen(Maps(edition), kaarten)
        placed = place(edition, stock, adressen)
        maps = Maps(edition)
        classes = Classes(edition, maps, placed)
        tell("complexen geplaatst en klassen opgezocht")
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = write_tables(classes, out, _explanation(edition, classes))
        written += write_pages(edition, maps, classes, chosen, out, tell)
    return BezitResult(written, placed, unused)


def _refuse(out: Path, file: Path, data_folder: Path, editie: Path) -> None:
    target = out.expanduser().resolve()
    inside = [folder for folder in (data_folder.resolve(), editie.resolve()) if target.is_relative_to(folder)]
    if inside or any((folder / "MANIFEST.json").exists() for folder in (target, *target.parents)):
        where = inside[0] if inside else "een editie"
        raise VeerkrachtError(
            f"{out}: eigen bezit wordt niet in de datamap of een editie geschreven ({where}). "
            "Kies met --uit een map van uzelf."
        )
    if target.exists() and not target.is_dir():
        raise VeerkrachtError(f"{out}: hier staat al een bestand. Kies met --uit een map.")
    if file.resolve().parent == target and file.name.startswith("bezit") and file.suffix in (".csv", ".xlsx"):
        raise VeerkrachtError(f"{out}: hier staat uw bestand {file.name}. Kies met --uit een andere map.")


def _chosen(maps: Maps, kaarten: list[str] | None) -> list[str]:
    known = {kaart.kaart_id: kaart.titel for kaart in maps.kaarten}
    if not known or not maps.perioden:
        raise VeerkrachtError("Deze editie bevat geen kaarten; er is niets om het bezit op te leggen.")
    for name in kaarten or ():
        if name not in known:
            listed = "; ".join(f"{key}: {title}" for key, title in known.items())
            raise VeerkrachtError(f"Kaart `{name}` is er niet.{nearest(name, known)} Kies uit: {listed}.")
    return list(dict.fromkeys(kaarten)) if kaarten else list(known)


def _explanation(edition: Edition, classes: Classes) -> list[str]:
    """What must be known to read the tables: the same facts as every product carries."""
    about, (van, tot) = edition.about, classes.periode or (edition.about.rapport_van, edition.about.rapport_tot)
    marks = [about.merk] if about.merk else []
    marks += ["NIET VERSPREIDEN: bevat vertrouwelijke gegevens."] if about.niet_verspreiden else []
    return [
        *marks,
        f"Eigen bezit op de kaarten {van}–{tot}, op de indeling van {about.doel_indeling}.",
        "Gemaakt op deze computer; de complexen staan niet in de datamap en niet in een publicatie.",
        "De klasse is van de buurt of wijk waarin het complex ligt, niet van het complex of zijn bewoners.",
        "Van een huisnummer als 12A of 12-48 is 12 opgezocht.",
        *(f"{k.kaart_id}: {k.titel}. {k.leeshulp or ''}" for k in classes.kaarten),
        "Deze kaarten signaleren en zijn het begin van een gesprek; zij meten niet hoe bewoners hun buurt ervaren.",
        "Reconstructie op open data, niet de kaart van Aedes.",
        "Bronvermelding: CBS, Kadaster, RIVM (CC BY 4.0), Leefbaarometer (CC0).",
        *(f"{b.brontitel}: {b.uitgever}, {b.licentie} ({b.releases})" for b in credits(edition)),
    ]
