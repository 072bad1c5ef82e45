// The maps as small pictures to choose from, and the bar above them.
function kiezer() {
  const vak = document.getElementById("kiezer");
  const kaartjes = D.kaarten.map((kaart, k) => {
    const doek = maak("canvas", { width: 150, height: 108, "aria-hidden": "true" });
    const knop = maak("input", { type: "radio", name: "kaart", value: k, id: `kies-${k}`, onchange: () => staat.panelen[0].toon(k) });
    const beeld = beeldVan(k, kaart.eerste);
    return { doek, beeld, deel: maak("div", { class: "kaartje" }, knop, maak("label", { for: `kies-${k}` }, doek, maak("span", { title: kaart.titel }, kaart.titel))) };
  });
  vak.replaceChildren(maak("fieldset", { class: "kiezer", role: "radiogroup" }, maak("legend", null, "Kies een kaart"), maak("div", { class: "rij" }, kaartjes.map((k) => k.deel))));
  // Small pictures wait until the map itself stands.
  const teken = () => { const kaartje = kaartjes.shift(); if (kaartje) { miniatuur(kaartje.doek, kaartje.beeld); setTimeout(teken, 0); } };
  setTimeout(teken, 60);
}

function miniatuur(doek, beeld) {
  const [x0, y0, x1, y1] = omvangen[beeld.p], verf = doek.getContext("2d");
  if (beeld.stand.reden || x0 === Infinity) { verf.fillStyle = "#7f8890"; verf.font = "15px sans-serif"; verf.textAlign = "center"; return verf.fillText("niet te maken", doek.width / 2, doek.height / 2); }
  const maat = Math.min(doek.width / (x1 - x0), doek.height / (y1 - y0)) * 0.96;
  verf.translate(doek.width / 2, doek.height / 2);
  verf.scale(maat, -maat);
  verf.translate(-(x0 + x1) / 2, -(y0 + y1) / 2);
  verf.lineWidth = 0.6 / maat;
  verf.strokeStyle = "rgba(77,89,99,.55)";
  const pad = (ringen) => { verf.beginPath(); for (const ring of ringen) { ring.forEach(([x, y], n) => (n ? verf.lineTo(x, y) : verf.moveTo(x, y))); verf.closePath(); } };
  pad(waterpunten[beeld.p]);
  verf.fillStyle = "#cde8f7";
  verf.fill("evenodd");
  tekenpunten[beeld.p].forEach((ringen, i) => { pad(ringen); verf.fillStyle = beeld.kleur(i) || "#ffffff"; verf.fill("evenodd"); verf.stroke(); });
}

function werkbalk() {
  const vergelijk = maak("button", { type: "button", id: "vergelijk", "aria-pressed": "false", onclick: () => naastElkaar(!staat.vergelijk) }, "Naast elkaar");
  const druk = maak("button", { type: "button", id: "druk-af", onclick: () => window.print() }, "Afdrukken");
  document.getElementById("werkbalk").replaceChildren(maak("p", { id: "let-op", role: "status", hidden: true }), vergelijk, druk);
}

// Two maps beside each other: of a map with more years its oldest and the one on show, else it and the next map.
function naastElkaar(aan) {
  staat.vergelijk = aan;
  document.getElementById("vergelijk").setAttribute("aria-pressed", String(aan));
  document.body.classList.toggle("vergelijken", aan);
  if (!staat.panelen[1]) {
    staat.panelen.push(new Paneel(2));
    samen(staat.panelen[0], staat.panelen[1]);
  }
  const [eerste, tweede] = staat.panelen, { standen, eerste: nieuwste } = D.kaarten[eerste.k];
  eerste.stop();
  tweede.stop();
  tweede.deel.hidden = !aan;
  if (aan && standen.length > 1) {
    tweede.k = eerste.k;
    tweede.s = eerste.s || nieuwste;
    eerste.s = 0;
  } else if (aan) {
    tweede.k = (eerste.k + 1) % D.kaarten.length;
    tweede.s = D.kaarten[tweede.k].eerste;
  } else if (tweede.k === eerste.k) eerste.s = tweede.s;
  zichtbaar().forEach((paneel) => { paneel.kaart.invalidateSize({ animate: false }); paneel.verf(); });
  eerste.heel();
  verander("kaart");
  meld(aan ? "Twee kaarten naast elkaar" : "Een kaart");
}

// What one map moves, the other follows.
function samen(een, ander) {
  let bezig = false;
  const volg = (van, naar) => van.kaart.on("move zoom", () => {
    if (bezig || naar.deel.hidden || !naar.getoond || D.plaatsen[van.beeld.p].indeling !== D.plaatsen[naar.beeld.p].indeling) return;
    bezig = true;
    naar.kaart.setView(van.kaart.getCenter(), van.kaart.getZoom(), { animate: false });
    bezig = false;
  });
  volg(een, ander);
  volg(ander, een);
}

// Two pictures of one map may stand on other limits: who looks from one to the other must know.
function verschilVanGrenzen() {
  const let_op = document.getElementById("let-op"), [een, ander] = zichtbaar().map((paneel) => paneel.beeld);
  const grenzen = (beeld) => JSON.stringify(beeld.stand.legenda.filter((regel) => regel.kleur).map((regel) => [regel.label, regel.grenzen, regel.grenzen2]));
  const klassen = ander && een.kaart === ander.kaart && !een.stand.reden && !ander.stand.reden && grenzen(een) !== grenzen(ander);
  const niveau = ander && een.p !== ander.p;
  let_op.hidden = !(klassen || niveau);
  let_op.textContent = niveau ? `Let op: de ene kaart is per ${een.plaats.niveau} (${een.plaats.indeling}), de andere per ${ander.plaats.niveau} (${ander.plaats.indeling}).`
    : "Let op: de grenzen van de klassen verschillen tussen deze twee kaarten; vergelijk de waarden, niet de kleuren.";
}

const zichtbaar = () => staat.panelen.filter((paneel) => !paneel.deel.hidden);
