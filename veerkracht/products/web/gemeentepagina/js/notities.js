// Notes of the reader: they stay in this browser, and leave it only as a file that the reader saves.
const SLEUTEL = `veerkracht-notities-${D.gemeente.code}`;
let bewaart = true;
let notities = bewaardeNotities();

function bewaardeNotities() {
  try {
    const gelezen = JSON.parse(localStorage.getItem(SLEUTEL) || "{}");
    return geldig(Array.isArray(gelezen.notities) ? gelezen.notities : []);
  } catch (fout) {
    bewaart = false; // a file from a mail attachment may have no storage
    return new Map();
  }
}

// Notes come back as text only, whatever a file holds.
function geldig(lijst) {
  return new Map(lijst.filter((n) => n && typeof n.code === "string" && typeof n.tekst === "string" && n.tekst.trim()).map((n) => [n.code, { code: n.code, naam: String(n.naam || n.code), tekst: n.tekst, bijgewerkt: String(n.bijgewerkt || "") }]));
}

const alsBestand = () => ({ gemeente: D.gemeente, indeling: D.over.doel_indeling, notities: [...notities.values()] });
const heeftNotitie = (code) => notities.has(code);
const notitieVan = (code) => (notities.has(code) ? notities.get(code).tekst : "");

// Another window of this page may have kept notes meanwhile: what changed here is laid over those, the newest of an area first.
function bewaarNotities(wijzigingen) {
  for (const [code, notitie] of bewaardeNotities()) {
    const eigen = notities.get(code);
    if (!eigen || eigen.bijgewerkt < notitie.bijgewerkt) notities.set(code, notitie);
  }
  wijzigingen.forEach((notitie, code) => (notitie ? notities.set(code, notitie) : notities.delete(code)));
  try {
    localStorage.setItem(SLEUTEL, JSON.stringify(alsBestand()));
    bewaart = true;
  } catch (fout) {
    bewaart = false;
  }
}

// Kept at every letter: the window may close, or the map be drawn anew, before the field is left.
function noteer(code, naam, woorden) {
  const notitie = woorden.trim() ? { code, naam, tekst: woorden, bijgewerkt: new Date().toISOString() } : null;
  bewaarNotities(new Map([[code, notitie]]));
}

addEventListener("storage", (gebeurtenis) => {
  if (gebeurtenis.key !== SLEUTEL && gebeurtenis.key !== null) return;
  notities = bewaardeNotities();
  const veld = document.getElementById("notitie");
  if (veld && veld !== document.activeElement) veld.value = notitieVan(veld.dataset.code);
  verander("notitie");
});

function haalOp(naam, soort, inhoud) {
  const adres = URL.createObjectURL(new Blob([inhoud], { type: soort }));
  const verwijzing = maak("a", { href: adres, download: naam });
  document.body.append(verwijzing);
  verwijzing.click();
  verwijzing.remove();
  setTimeout(() => URL.revokeObjectURL(adres), 10000);
}

// A cell that a spreadsheet would run as a formula gets a quote in front.
function csvCel(waarde) {
  const veilig = /^[\s]*[=+\-@\t\r]/.test(waarde) ? `'${waarde}` : waarde;
  return `"${veilig.replace(/"/g, '""')}"`;
}

function csv() {
  const rijen = [["gebiedscode", "gebied", "notitie", "bijgewerkt"], ...[...notities.values()].map((n) => [n.code, n.naam, n.tekst, n.bijgewerkt])];
  return "\ufeff" + rijen.map((rij) => rij.map(csvCel).join(";")).join("\r\n") + "\r\n";
}

async function leesBestand(bestand) {
  try {
    const nieuw = geldig(JSON.parse(await bestand.text()).notities);
    bewaarNotities(nieuw);
    verander("notitie");
    meld(`${nieuw.size} notities ingelezen`);
  } catch (fout) {
    meld("Dit bestand heeft geen notities");
  }
}

function notitiedeel() {
  const naam = `notities-${D.gemeente.code}`;
  const bestand = maak("input", { type: "file", accept: ".json,application/json", id: "notities-in", class: "verborgen", onchange: () => bestand.files[0] && leesBestand(bestand.files[0]) });
  const leeg = !notities.size;
  return maak("section", { class: "notities", "aria-labelledby": "notities-kop" }, maak("h3", { id: "notities-kop" }, `Notities (${notities.size})`),
    maak("p", { class: "klein" }, bewaart ? "Notities blijven in deze browser, op dit apparaat." : "Deze browser bewaart hier niets: de notities verdwijnen als u dit venster sluit. Bewaar ze als bestand."),
    leeg ? null : maak("ul", null, [...notities.values()].map((n) => maak("li", null, maak("button", { type: "button", class: "naam", onclick: () => naarCode(n.code) }, n.naam), `: ${n.tekst.length > 90 ? n.tekst.slice(0, 88) + "…" : n.tekst}`))),
    maak("p", { class: "knoppen" },
      maak("button", { type: "button", disabled: leeg, onclick: () => haalOp(`${naam}.csv`, "text/csv;charset=utf-8", csv()) }, "Bewaar als CSV"),
      maak("button", { type: "button", disabled: leeg, onclick: () => haalOp(`${naam}.json`, "application/json", JSON.stringify(alsBestand(), null, 1)) }, "Bewaar als JSON"),
      bestand, maak("label", { for: "notities-in", class: "knop" }, "Lees JSON in")));
}

function naarCode(code) {
  const p = D.plaatsen.findIndex((plaats) => plaats.code.includes(code));
  if (p >= 0) kies({ p, i: D.plaatsen[p].code.indexOf(code) });
}
