// Legend with counts, each kind of no-value apart; and the sentences that no map goes without.
const RIJ = ["weinig kwetsbaar", "gemiddeld", "sterk kwetsbaar"], KOLOM = ["weinig overlast", "gemiddeld", "veel overlast"];
const SIGNAAL = "Deze kaart signaleert en is het begin van een gesprek; zij meet niet hoe bewoners hun buurt ervaren. Reconstructie op open data, niet de kaart van Aedes.";

function legenda(stand) {
  const regels = stand.legenda.filter((regel) => !(stand.veld && regel.css.startsWith("k")));
  const heeftLand = stand.legenda.some((regel) => regel.land !== null);
  const rij = (css, kleur, woorden, grenzen, hier, land, verwacht) => maak("tr", { class: "entry" },
    maak("td", null, maak("span", { class: "regel" }, staal(css, kleur), maak("span", null, woorden, [grenzen, verwacht].filter(Boolean).map((regel) => maak("span", { class: "eenheid" }, regel))))),
    maak("td", { class: "n" }, getal(hier, 0)), heeftLand ? maak("td", { class: "n" }, land === null ? "" : getal(land, 0)) : null);
  const rijen = regels.map((regel) => rij(regel.css, regel.kleur, regel.label, regel.grenzen, regel.hier, regel.land, regel.verwacht));
  const kop = (inhoud) => maak("th", { scope: "col", class: "n" }, inhoud);
  const tabel = maak("table", { class: "legenda" }, maak("thead", null, maak("tr", null, maak("th", { scope: "col" }, "Legenda"), kop("hier"), heeftLand ? kop("land") : null)), maak("tbody", null, rijen));
  return stand.veld ? [veld(stand, heeftLand), stand.veldtekst ? maak("p", { class: "klein" }, stand.veldtekst) : null, tabel].filter(Boolean) : [tabel];
}

// Nine classes as a field: upwards more vulnerable, to the right more nuisance; below the counts how many are expected to be right.
function veld(stand, heeftLand) {
  const regel = (rij, kolom) => stand.legenda[3 * rij + kolom];
  const vak = (regel) => maak("td", { class: "entry", title: [regel.label, regel.verwacht].filter(Boolean).join(": ") }, staal(regel.css, regel.kleur), getal(regel.hier, 0),
    heeftLand ? maak("span", { class: "klein" }, ` (${getal(regel.land ?? 0, 0)})`) : null, regel.vak ? maak("span", { class: "eenheid" }, regel.vak) : null);
  const rijen = [2, 1, 0].map((rij) => maak("tr", null,
    maak("th", { scope: "row" }, RIJ[rij], maak("span", { class: "eenheid" }, regel(rij, 0).grenzen)),
    [0, 1, 2].map((kolom) => vak(regel(rij, kolom)))));
  const onder = maak("tr", null, maak("td"), [0, 1, 2].map((kolom) => maak("th", { scope: "col" }, KOLOM[kolom], maak("span", { class: "eenheid" }, regel(0, kolom).grenzen2))));
  return maak("table", { class: "veld" }, maak("caption", null, `Hoger is kwetsbaarder, verder naar rechts meer overlast. Per vak het aantal gebieden hier${heeftLand ? " (in het land)" : ""}${stand.veldtekst ? "; daaronder hoeveel van die tussen haakjes er naar verwachting terecht staan" : ""}`), maak("tbody", null, rijen, onder));
}

function kaarttekst({ stand }) {
  const grijs = stand.grijs ? maak("p", { class: "leeshulp" }, maak("strong", null, stand.grijs)) : null, hulp = tekst(stand.leeshulp);
  const onder = maak("p", { class: "onder" }, stand.onder.flatMap(([naam, inhoud]) => [maak("strong", null, `${naam}: `), `${inhoud}. `]), SIGNAAL);
  return [grijs, hulp ? maak("p", { class: "leeshulp" }, hulp) : null, onder].filter(Boolean);
}
