"""catalogus.jsonld: the edition described for data portals, in terms of DCAT-AP-NL 3.0, as JSON-LD.

Addresses are relative to the file itself, so it holds wherever the folder is hosted, or to the setting
`publicatie_adres`. Names of files never change, thus `<publiek>/actueel/catalogus.jsonld` (also `latest/`) is the
address to harvest. Publisher and contact come from the settings. Written last: it names what the folder holds then.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from veerkracht.edition.reading import Edition, QueryRow
from veerkracht.edition.records import Json
from veerkracht.products import register
from veerkracht.products.kinds import kind_of, order_of
from veerkracht.products.metadata.datapackage import LICENCES

NAME = "catalogus.jsonld"
PROFILE = "https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/"
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
KEYWORDS = ("buurten", "wijken", "veerkracht", "leefbaarheid", "woningcorporaties")
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def write(kandidaat: Path) -> list[Path]:
    """Write `catalogus.jsonld`."""
    file = Path(kandidaat) / NAME
    with Edition(kandidaat) as edition:
        content = catalogue(edition)
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return [file]


def catalogue(edition: Edition) -> Json:
    """A catalogue with one dataset, its distributions and the datasets it was made from."""
    about = edition.about
    releases = edition.rows("select * from dim_release order by brontitel, jaar_van, release")
    title = "Veerkracht: open gegevens over buurten" + (f" ({about.merk})" if about.merk else "")
    shared = {
        "dct:description": _dutch(_description(edition)),
        "dct:publisher": {"@id": "#uitgever"},
        "dcat:contactPoint": {"@id": "#contact"},
        "dct:language": {"@id": f"{EU}language/NLD"},
        "dct:modified": _typed("dateTime", _made(edition)),
        "foaf:homepage": {"@id": "index.html"},
    }
    dataset = {
        "@id": "#dataset",
        "@type": "dcat:Dataset",
        "dct:title": _dutch(title),
        "dct:identifier": f"veerkracht-{about.publiek}",
        "dct:creator": {"@id": "#uitgever"},
        "dct:accessRights": _access("open" if about.publiek == "openbaar" else "beperkt"),
        "dcat:theme": [{"@id": f"{EU}data-theme/{name}"} for name in ("SOCI", "REGI")],
        "dcat:keyword": [_dutch(word) for word in KEYWORDS],
        "dct:conformsTo": {"@id": PROFILE},
        "dct:temporal": _period(r for r in releases if r["gekozen"]),
        "dcat:landingPage": {"@id": "index.html"},
        "foaf:page": [
            {"@id": name} for name in ("verantwoording.html", "datapackage.json") if _is_there(edition, name)
        ],
        "dct:source": [{"@id": f"#bron-{name}"} for name in dict.fromkeys(r["bron"] for r in releases)],
        "dcat:distribution": _distributions(edition, releases),
    }
    catalog = {"@id": "", "@type": "dcat:Catalog", "dct:title": _dutch(f"Catalogus van {title}")}
    graph = [
        catalog | shared | {"dcat:dataset": {"@id": "#dataset"}, "dct:license": _licence(_texts(releases))},
        dataset | {key: value for key, value in shared.items() if key != "foaf:homepage"},
        *_publisher(edition.settings),
        *_sources(releases),
    ]
    address = edition.settings.get("publicatie_adres")
    return {"@context": CONTEXT | ({"@base": f"{address}{NAME}"} if address else {}), "@graph": graph}


def _publisher(settings: dict[str, str]) -> list[Json]:
    """Who publishes and where questions go, as the settings say; the edition itself where they say nothing."""
    name = settings.get("uitgever_naam") or "De uitgever van deze editie van Veerkracht"
    contact = settings.get("uitgever_contact") or "index.html"
    where = {"vcard:hasEmail": {"@id": f"mailto:{contact}"}} if "@" in contact else {"vcard:hasURL": {"@id": contact}}
    return [
        {"@id": "#uitgever", "@type": "foaf:Agent", "foaf:name": _dutch(name)},
        {"@id": "#contact", "@type": "vcard:Kind", "vcard:fn": name} | where,
    ]


def _description(edition: Edition) -> str:
    about = edition.about
    text = (
        "Cijfers, kaarten en rapporten over de ontwikkeling van buurten, op de wijk- en buurtindeling van "
        f"{about.doel_indeling}. Signaleert en is het begin van een gesprek; meet niet hoe bewoners hun buurt ervaren. "
        "Reconstructie op open data, niet de kaart van Aedes."
    )
    return " ".join([text, about.merk or "", "NIET VERSPREIDEN" if about.niet_verspreiden else ""]).strip()


def _distributions(edition: Edition, releases: list[QueryRow]) -> list[Json]:
    """What the register lists and the folder holds, by kind of file."""
    listed = [(name, title, kind_of(like)) for name, title, like in register.in_catalogue(edition.about.publiek)]
    found = []
    for name, title, kind in sorted(listed, key=lambda one: order_of(one[2])):
        if not _is_there(edition, name):
            continue
        row = {
            "@id": f"#bestand-{name.strip('/').replace('/', '-')}",
            "@type": "dcat:Distribution",
            "dct:title": _dutch(title),
            "dcat:accessURL": {"@id": name},
            "dct:license": _licence(_texts(releases)),
            "dcat:mediaType": {"@id": IANA + kind.media_type},
            "dct:rights": {
                "@type": "dct:RightsStatement",
                "rdfs:label": _dutch("Bronvermelding: " + "; ".join(_texts_by_publisher(releases))),
            },
        }
        if not name.endswith("/"):
            size = {"dcat:byteSize": _typed("nonNegativeInteger", str((edition.folder / name).stat().st_size))}
            row |= {"dcat:downloadURL": {"@id": name}} | size
        found.append(row | ({"dct:format": {"@id": f"{EU}file-type/{kind.eu}"}} if kind.eu else {}))
    return found


def _sources(releases: list[QueryRow]) -> list[Json]:
    """A dataset a source: publisher, licence, years and releases."""
    found = []
    for bron in dict.fromkeys(row["bron"] for row in releases):
        own = [row for row in releases if row["bron"] == bron]
        publisher = {"@id": f"#uitgever-{bron}", "@type": "foaf:Agent", "foaf:name": _dutch(own[0]["uitgever"])}
        contact = {"@type": "vcard:Kind", "vcard:fn": own[0]["uitgever"]}
        node = {
            "@id": f"#bron-{bron}",
            "@type": "dcat:Dataset",
            "dct:title": _dutch(own[0]["brontitel"]),
            "dct:description": _dutch("Gebruikte uitgaven: " + ", ".join(dict.fromkeys(r["release"] for r in own))),
            "dct:identifier": bron,
            "dct:publisher": publisher,
            "dct:creator": {"@id": f"#uitgever-{bron}"},
            "dcat:contactPoint": contact,
            "dct:accessRights": _access(own[0]["toegang"]),
            "dct:license": _licence(_texts(own)),
            "dcat:theme": {"@id": f"{EU}data-theme/SOCI"},
            "dct:temporal": _period(own),
        }
        found.append({key: value for key, value in node.items() if value is not None})
    return found


def _licence(texts: list[str]) -> Json:
    """One licence for the whole: of open ones the one that asks most; else a document that names them all."""
    known = [LICENCES[text] for text in texts if text in LICENCES]
    if texts and len(known) == len(texts):
        strictest = next((pair for pair in known if pair[0] != "CC0-1.0"), known[0])
        return {"@id": strictest[1], "@type": "dct:LicenseDocument"}
    return {"@type": "dct:LicenseDocument", "dct:title": _dutch("; ".join(texts) or "licentie onbekend")}


def _texts(releases: list[QueryRow]) -> list[str]:
    return list(dict.fromkeys(row["licentie"] for row in releases if row["licentie"]))


def _texts_by_publisher(releases: list[QueryRow]) -> list[str]:
    return list(dict.fromkeys(f"{row['uitgever']} ({row['licentie']})" for row in releases))


def _access(toegang: str) -> Json:
    return {"@id": f"{EU}access-right/{'PUBLIC' if toegang == 'open' else 'RESTRICTED'}"}


def _period(releases: Iterable[QueryRow]) -> Json | None:
    years = [row[key] for row in releases for key in ("jaar_van", "jaar_tot") if row[key] is not None]
    if not years:
        return None
    begin, end = _typed("gYear", str(min(years))), _typed("gYear", str(max(years)))
    return {"@type": "dct:PeriodOfTime", "dcat:startDate": begin, "dcat:endDate": end}


def _made(edition: Edition) -> str:
    moment = (edition.folder / "veerkracht.duckdb").stat().st_mtime
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")


def _is_there(edition: Edition, name: str) -> bool:
    place = edition.folder / name
    return any(place.iterdir()) if place.is_dir() else place.is_file()


def _typed(kind: str, value: str) -> Json:
    return {"@type": f"xsd:{kind}", "@value": value}


def _dutch(text: str) -> Json:
    return {"@language": "nl", "@value": text}
