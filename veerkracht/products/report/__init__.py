"""The change report: one HTML page a gemeente and an index, for any two years, made from a candidate or edition."""

from pathlib import Path

from veerkracht.errors import VeerkrachtError
from veerkracht.products.edition import Edition
from veerkracht.products.page import looks, render
from veerkracht.products.report.chart import line_chart
from veerkracht.products.report.classes import Scale, change_scale, deviations, level_scale
from veerkracht.products.report.figures import Figures, Indicator
from veerkracht.products.report.loading import load
from veerkracht.products.report.mapimage import Outlines, Picture, change_picture, level_picture, outlines
from veerkracht.products.report.tables import MEASURABLE, boundary_rows, indicator_rows, largest_changes

FINE_LEVELS = ("buurt", "wijk")


def write(folder: Path, van: int | None = None, tot: int | None = None, uit: Path | None = None) -> list[Path]:
    """Write `index.html` and `<gemeentecode>.html` into `uit` (default: `rapporten/` of the folder).

    `folder` is a candidate or an edition. Raises VeerkrachtError for years that cannot be compared.
    """
    if not (folder / "veerkracht.duckdb").is_file():
        raise VeerkrachtError(
            f"{folder}: hier staat geen editie (geen veerkracht.duckdb). Draai eerst veerkracht refresh."
        )
    target = uit or folder / "rapporten"
    with Edition(folder) as edition:
        pages = _Pages(edition, load(edition, van, tot), target, has_front=uit is None)
        return [*pages.gemeenten(), pages.index()]


class _Pages:
    """What the pages share: figures, national scales and outlines, made once."""

    def __init__(self, edition: Edition, figures: Figures, target: Path, has_front: bool):
        self.edition, self.figures, self.target, self.has_front = edition, figures, target, has_front
        self.shapes = {niveau: edition.outlines(niveau) for niveau in (*FINE_LEVELS, "gemeente")}
        self.spread = {niveau: deviations(figures, niveau) for niveau in FINE_LEVELS}
        self.scales: dict[tuple, tuple[Scale | None, Scale | None]] = {}
        self.members: dict[str, dict[str, list[dict]]] = {}
        for niveau in FINE_LEVELS:
            for area in figures.gebieden.get(niveau, []):
                self.members.setdefault(area["gemeentecode"], {}).setdefault(niveau, []).append(area)
        self.names = {area["gebiedscode"]: area["gebiedsnaam"] for area in figures.gebieden.get("buurt", [])}

    def gemeenten(self) -> list[Path]:
        return [self._gemeente(area) for area in self.shown()]

    def shown(self) -> list[dict]:
        """Gemeenten with any figure of a map indicator, of their own or of their buurten."""
        with_value = {
            key[1] for key, years in self.figures.waarden.items() if any(v is not None for v, _ in years.values())
        }
        own = {f"GM{code[2:6]}" for code in with_value if code[:2] in ("BU", "WK")} | with_value
        return [area for area in self.figures.gebieden.get("gemeente", []) if area["gebiedscode"] in own]

    def index(self) -> Path:
        shown, figures = self.shown(), self.figures
        chosen = self._chosen("gemeente", shown)
        drawing = self._drawing("gemeente", None)
        pictures = self._pictures("gemeente", shown, drawing, chosen[:2]) if drawing and len(shown) > 1 else []
        rows = [
            area | {"cijfers": [r for r in indicator_rows(figures, area["gebiedscode"]) if r["indicator"] in chosen]}
            for area in shown
        ]
        absent = [a["gebiedsnaam"] for a in figures.gebieden.get("gemeente", []) if a not in shown]
        return self._render(
            "index.html", "rapport_index.html", rijen=rows, gekozen=chosen, kaarten=pictures, zonder=absent
        )

    def _gemeente(self, area: dict) -> Path:
        code, figures = area["gebiedscode"], self.figures
        members = self.members.get(code, {})
        finest = self._finest_levels(members)
        rows = indicator_rows(figures, code, finest)
        trends = [
            line_chart(figures, code, area["gebiedsnaam"] or code, i) for i in self._in_order("rapport_grafieken")
        ]
        return self._render(
            f"{code}.html",
            "rapport_gemeente.html",
            gemeente=area,
            rijen=rows,
            verbeterd=[r for r in rows if r["oordeel"] == "verbeterd"],
            verslechterd=[r for r in rows if r["oordeel"] == "verslechterd"],
            meetbaar=[r for r in rows if r["oordeel"] in MEASURABLE],
            kaarten=self._map_pictures(code, members),
            grafieken=[t for t in trends if t][: looks()["rapport_grafieken_aantal"]],
            grootste=largest_changes(figures, members, finest, self.spread),
            grenzen=boundary_rows(figures, code, self.names),
            aantal={niveau: len(areas) for niveau, areas in members.items()},
        )

    def _map_pictures(self, gemeente: str, members: dict[str, list[dict]]) -> list[tuple[Picture, Picture | None]]:
        """Level and change of the chosen indicators: by buurt, by wijk where only wijken have the figure."""
        places = self._finest_levels(members)
        drawings = {niveau: self._drawing(niveau, gemeente) for niveau in set(places.values())}
        found = []
        for indicator in self._in_order("rapport_kaarten"):
            niveau = places.get(indicator.naam)
            if niveau and drawings[niveau]:
                found += self._pictures(niveau, members[niveau], drawings[niveau], [indicator])
        return found[: looks()["rapport_kaarten_aantal"]]

    def _finest_levels(self, members: dict[str, list[dict]]) -> dict[str, str]:
        """Of each indicator the finest level at which some area here has a figure."""
        found = {}
        for niveau in reversed(FINE_LEVELS):
            for indicator in self.figures.indicatoren:
                if any(
                    self.figures.level(niveau, a["gebiedscode"], indicator)[0] is not None
                    for a in members.get(niveau, [])
                ):
                    found[indicator.naam] = niveau
        return found

    def _pictures(
        self, niveau: str, areas: list[dict], drawing: Outlines, chosen: list[Indicator]
    ) -> list[tuple[Picture, Picture | None]]:
        found = []
        for indicator in chosen:
            level, change = self._scale(niveau, indicator)
            if level:
                first = level_picture(self.figures, drawing, niveau, areas, indicator, level)
                second = change_picture(self.figures, drawing, niveau, areas, indicator, change) if change else None
                found.append((first, second))
        return found

    def _chosen(self, niveau: str, areas: list[dict]) -> list[Indicator]:
        """Indicators for pictures, in the order of `kleuren.yaml`, of which some area here has a figure."""
        known = [
            i
            for i in self._in_order("rapport_kaarten")
            if any(self.figures.level(niveau, a["gebiedscode"], i)[0] is not None for a in areas)
        ]
        return known[: looks()["rapport_kaarten_aantal"]]

    def _in_order(self, setting: str) -> list[Indicator]:
        """Map indicators that stand in a list of `kleuren.yaml`, in its order."""
        order = looks()[setting]
        return sorted((i for i in self.figures.indicatoren if i.naam in order), key=lambda i: order.index(i.naam))

    def _scale(self, niveau: str, indicator: Indicator) -> tuple[Scale | None, Scale | None]:
        key = niveau, indicator.naam
        if key not in self.scales:
            change = change_scale(self.figures, niveau, indicator) if indicator.van else None
            self.scales[key] = level_scale(self.figures, niveau, indicator), change
        return self.scales[key]

    def _drawing(self, niveau: str, gemeente: str | None) -> Outlines | None:
        shapes = self.shapes[niveau]
        if shapes is None:
            return None
        return outlines(shapes if gemeente is None else shapes[shapes["gemeentecode"] == gemeente])

    def _render(self, name: str, template: str, **values) -> Path:
        drawings = {p.prefix: p.outlines for pair in values["kaarten"] for p in pair if p}
        shared = {"figures": self.figures, "tekeningen": drawings, "heeft_voorpagina": self.has_front}
        return render(template, self.target / name, self.edition, **shared, **values)
