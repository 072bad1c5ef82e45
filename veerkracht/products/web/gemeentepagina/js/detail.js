// What is known of the chosen area: all maps, reasons, a line through the years, a note. Nothing chosen: where to begin.
let reeksKeuze = null;

function detail() {
  const vak = document.getElementById("detail"), bezig = document.activeElement, hoogte = vak.scrollTop;
  vak.replaceChildren(...(staat.keuze ? gekozenDeel(staat.keuze) : beginDeel()), notitiedeel());
  vak.scrollTop = schrijfVerder(bezig) ? hoogte : 0;
}

// Whoever was writing a note goes on where the cursor stood.
function schrijfVerder(oud) {
  const veld = document.getElementById("notitie");
  if (!veld || oud.id !== "notitie" || oud.dataset.code !== veld.dataset.code) return false;
  veld.focus({ preventScroll: true });
  veld.setSelectionRange(oud.selectionStart, oud.selectionEnd);
  return true;
}

function beginDeel() {
  const eerste = D.aandacht.flatMap((lijst, p) => (lijst ? lijst.rang.flatMap((rang, i) => (rang ? [{ p, i, rang, lijst }] : [])) : []))
    .filter((gebied) => D.plaatsen[gebied.p].niveau === "buurt").sort((a, b) => a.rang - b.rang).slice(0, 8);
  const lijst = eerste.length ? [maak("h3", null, "Waar het gesprek kan beginnen"), maak("p", { class: "klein" }, `Buurten met de meeste redenen, ${eerste[0].lijst.periode}. De lijst signaleert en oordeelt niet.`),
    maak("ol", { class: "begin" }, eerste.map(({ p, i, lijst }) => maak("li", null, maak("button", { type: "button", class: "naam", onclick: () => kies({ p, i }) }, D.plaatsen[p].naam[i]), maak("span", { class: "klein" }, tekst(lijst.redenen[i]).split("; ")[0]))))] : [];
  return [maak("h2", null, "Kies een buurt"), maak("p", null, "Klik op de kaart, kies in de tabel, of zoek op naam. Hier staan dan de cijfers, hun kans, de lijn door de jaren en uw notitie."), ...lijst];
}

function gekozenDeel(keuze) {
  const plaats = D.plaatsen[keuze.p], wijk = plaats.wijk[keuze.i], code = plaats.code[keuze.i];
  const onder = [plaats.niveau, code, wijk === null ? "" : plaats.wijken[wijk][1], plaats.inwoners[keuze.i] === null ? "" : `${getal(plaats.inwoners[keuze.i], 0)} inwoners`].filter(Boolean).join(" · ");
  return [
    maak("div", { class: "detailkop" }, maak("h2", { id: "gekozen", tabindex: -1 }, plaats.naam[keuze.i]), maak("button", { type: "button", class: "sluit", "aria-label": "Laat dit gebied los", onclick: () => kies(null) }, "✕")),
    maak("p", { class: "klein" }, onder), redenen(keuze), opDeKaarten(keuze), lijnDeel(keuze), notitieveld(code, plaats.naam[keuze.i])].filter(Boolean);
}

function redenen({ p, i }) {
  const lijst = D.aandacht[p];
  if (!lijst) return null;
  const regels = tekst(bij(lijst.redenen, i)).split("; ").filter(Boolean), gesprek = tekst(bij(lijst.gesprek, i)), niet = tekst(bij(lijst.niet, i));
  const plek = lijst.rang[i] ? ` (nummer ${lijst.rang[i]} van de gemeente)` : "";
  return maak("section", null, maak("h3", null, `Redenen voor een gesprek, ${lijst.periode}${plek}`),
    regels.length ? maak("ul", { class: "redenen" }, regels.map((regel) => maak("li", null, regel))) : maak("p", { class: "klein" }, tekst(bij(lijst.status, i)) || "niet te beoordelen"),
    gesprek ? maak("p", { class: "gesprek" }, gesprek) : null, niet ? maak("details", { class: "klein" }, maak("summary", null, "Niet beoordeeld"), niet) : null);
}

function opDeKaarten(keuze) {
  const eerste = zichtbaar()[0];
  const rijen = D.kaarten.map((kaart, k) => {
    const nu = eerste && eerste.k === k, beeld = nu ? eerste.beeld : beeldVan(k, kaart.eerste), hier = inPlaats(keuze, beeld.p);
    const naam = maak("button", { type: "button", class: "naam", "aria-pressed": String(Boolean(nu)), onclick: () => eerste.toon(k) }, kaart.titel);
    const kop = maak("th", { scope: "row" }, naam, maak("span", { class: "eenheid" }, beeld.stand.moment));
    if (hier.length !== 1) return maak("tr", null, kop, maak("td", { class: "klein" }, hier.length ? `deze kaart is per ${beeld.plaats.niveau}` : "niet op deze kaart"));
    const [i] = hier, wijk = beeld.p === keuze.p ? "" : ` (${beeld.plaats.naam[i]}, per ${beeld.plaats.niveau})`;
    const regels = [beeld.zin(i), beeld.waarom(i)].filter(Boolean).map((regel) => maak("span", { class: "eenheid" }, regel));
    return maak("tr", { class: nu ? "gekozen" : null }, kop, maak("td", null, staal(beeld.css(i), beeld.kleur(i)), beeld.label(i) + wijk, regels));
  });
  return maak("section", null, maak("h3", null, "Op de kaarten"), maak("table", { class: "opkaarten" }, maak("thead", null, maak("tr", null, ["Kaart", "Klasse, cijfer en kans"].map((naam) => maak("th", { scope: "col" }, naam)))), maak("tbody", null, rijen)));
}

function lijnDeel(keuze) {
  const reeksen = D.reeksen.filter((reeks) => lijnenVan(reeks, keuze));
  if (!reeksen.length) return null;
  const maat = zichtbaar()[0] ? zichtbaar()[0].beeld.kaart.maat : [];
  const reeks = reeksen.find((r) => r.id === reeksKeuze) || reeksen.find((r) => maat.includes(r.id)) || reeksen[0], lijnen = lijnenVan(reeks, keuze);
  const keus = maak("select", { id: "reeks", onchange: () => { reeksKeuze = keus.value; const nieuw = lijnDeel(staat.keuze); deel.replaceWith(nieuw); nieuw.querySelector("select").focus(); } },
    reeksen.map((r) => maak("option", { value: r.id, selected: r === reeks }, `${r.naam} (${r.eenheid})`)));
  const sleutel = maak("p", { class: "sleutel klein" }, lijnen.map((lijn) => maak("span", null, maak("svg:svg", { viewBox: "0 0 28 8", "aria-hidden": "true" }, maak("svg:line", { x1: 0, x2: 28, y1: 4, y2: 4, stroke: lijn.kleur, "stroke-width": 2.5, "stroke-dasharray": lijn.streep })), lijn.naam)));
  const cijfers = maak("details", null, maak("summary", null, "Cijfers bij de lijn"), maak("div", { class: "tabelrol", tabindex: 0, role: "region", "aria-label": "Cijfers bij de lijn" }, maak("table", null,
    maak("thead", null, maak("tr", null, maak("th", { scope: "col" }, "Jaar"), lijnen.map((lijn) => maak("th", { scope: "col", class: "n" }, lijn.naam)))),
    maak("tbody", null, reeks.jaren.map((jaar, n) => maak("tr", null, maak("th", { scope: "row" }, String(jaar)), lijnen.map((lijn) => maak("td", { class: "n" }, getal(lijn.waarden[n], reeks.decimalen)))))))));
  const deel = maak("section", { class: "lijndeel" }, maak("h3", null, maak("label", { for: "reeks" }, "Door de jaren")), keus, grafiek(reeks, lijnen), sleutel, reeks.uitleg ? maak("p", { class: "klein" }, reeks.uitleg) : null, cijfers);
  return deel;
}

function notitieveld(code, naam) {
  const veld = maak("textarea", { id: "notitie", "data-code": code, rows: 3, maxlength: 4000, oninput: () => noteer(code, naam, veld.value), onchange: () => verander("notitie") });
  veld.value = notitieVan(code);
  return maak("section", null, maak("h3", null, maak("label", { for: "notitie" }, "Uw notitie")), veld);
}
