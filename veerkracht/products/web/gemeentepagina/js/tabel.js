// The table that mirrors the map: every area with value, class and chance; here areas are chosen by keyboard.
const volgorde = { kolom: "naam", op: true };

function tabel() {
  const vak = document.getElementById("tabel"), beelden = zichtbaar().map((paneel) => paneel.beeld), [beeld] = beelden;
  if (!beeld) return;
  const tweede = beelden[1] && beelden[1].p === beeld.p ? beelden[1] : null;
  const rij = (i) => maak("tr", { "data-code": beeld.plaats.code[i], class: inPlaats(staat.keuze, beeld.p).includes(i) ? "gekozen" : null },
    maak("th", { scope: "row" }, maak("button", { type: "button", class: "naam", "aria-pressed": String(inPlaats(staat.keuze, beeld.p).includes(i)), onclick: () => kies({ p: beeld.p, i }) }, beeld.plaats.naam[i]), heeftNotitie(beeld.plaats.code[i]) ? maak("span", { class: "potlood", title: "met notitie" }, " ✎") : null),
    [beeld, tweede].filter(Boolean).flatMap((b) => [maak("td", { class: "n" }, kaleWaarde(b, i)), maak("td", null, staal(b.css(i), b.kleur(i)), b.label(i)), maak("td", { class: "klein" }, b.kans(i))]));
  const kop = (naam, kolom, eenheid) => maak("th", { scope: "col", "aria-sort": volgorde.kolom === kolom ? (volgorde.op ? "ascending" : "descending") : "none" },
    maak("button", { type: "button", class: "sorteer", onclick: () => sorteer(kolom) }, naam, maak("span", { "aria-hidden": "true" }, volgorde.kolom === kolom ? (volgorde.op ? " ▲" : " ▼") : "")), eenheid ? maak("span", { class: "eenheid" }, eenheid) : null);
  const naamkop = beeld.plaats.niveau === "wijk" ? "Wijk" : "Buurt";
  const kop2 = (b, n) => [kop(tweede ? `${b.kaart.kort} ${b.stand.moment}` : "Waarde", `waarde${n}`, b.kaart.eenheid), kop("Klasse", `klasse${n}`), maak("th", { scope: "col" }, "Kans")];
  const rol = vak.querySelector(".tabelvak");
  const nieuw = maak("div", { class: "tabelvak", tabindex: 0, role: "region", "aria-label": "Tabel met alle gebieden" },
    maak("table", { class: "gebieden" }, maak("caption", null, `${beeld.kaart.titel}, ${beeld.stand.moment}${tweede ? ` naast ${tweede.kaart.titel}, ${tweede.stand.moment}` : ""}`),
      maak("thead", null, maak("tr", null, kop(naamkop, "naam"), kop2(beeld, 0), tweede ? kop2(tweede, 1) : null)),
      maak("tbody", null, geordend(beeld, tweede).map(rij))));
  vak.replaceChildren(nieuw);
  if (rol) nieuw.scrollTop = rol.scrollTop;
}

// The value without its unit, which stands in the heading.
const kaleWaarde = (beeld, i) => beeld.waarde(i).replace(` ${beeld.kaart.eenheid}`, "");

function geordend(beeld, tweede) {
  const { kolom, op } = volgorde, b = kolom.endsWith("1") ? tweede || beeld : beeld;
  const getallen = kolom.startsWith("waarde") ? b.stand.waarden : kolom.startsWith("klasse") ? [...b.stand.tekens].map((teken) => (teken <= "9" ? Number(teken) : null)) : null;
  const nummers = beeld.plaats.code.map((_, i) => i);
  if (!getallen) return op ? nummers : nummers.reverse();
  const met = nummers.filter((i) => getallen[i] !== null).sort((a, c) => (op ? 1 : -1) * (getallen[a] - getallen[c]) || a - c);
  return [...met, ...nummers.filter((i) => getallen[i] === null)];
}

function sorteer(kolom) {
  volgorde.op = volgorde.kolom === kolom ? !volgorde.op : kolom === "naam";
  volgorde.kolom = kolom;
  tabel();
  const knop = document.querySelector(`#tabel th[aria-sort="${volgorde.op ? "ascending" : "descending"}"] button`);
  if (knop) knop.focus();
}
