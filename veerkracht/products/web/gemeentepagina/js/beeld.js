// One map at one moment, read from its signs: a digit is a class, a letter one of its kinds of no-value.
function beeldVan(k, s) {
  const kaart = D.kaarten[k], stand = kaart.standen[s], plaats = D.plaatsen[stand.plaats];
  const klassen = new Map(stand.legenda.map((regel) => [regel.css, regel]));
  return {
    kaart, stand, plaats, p: stand.plaats,
    css(i) {
      const teken = stand.tekens[i];
      return teken >= "0" && teken <= "9" ? `k${teken}` : stand.statussen[teken.charCodeAt(0) - 97].css;
    },
    heeft: (i) => stand.tekens[i] <= "9",
    kleur(i) { const regel = klassen.get(this.css(i)); return (regel && regel.kleur) || ""; },
    label(i) {
      if (!this.heeft(i)) return stand.statussen[stand.tekens.charCodeAt(i) - 97].naam;
      const regel = klassen.get(this.css(i));
      return regel ? regel.label : "";
    },
    waarde: (i) => tekst(bij(stand.waardetekst, i)),
    zin: (i) => tekst(bij(stand.zin, i)),
    kans: (i) => tekst(bij(stand.kans, i)),
    waarom(i) { const reden = tekst(bij(stand.waarom, i)); return reden === this.label(i) ? "" : reden; },
  };
}

// The moment of a map nearest to the one that was on show, if it can be made then; else its newest.
function passendeStand(k, moment) {
  const kaart = D.kaarten[k], zoek = (past) => kaart.standen.findIndex((stand) => !stand.reden && past(stand.moment));
  const gelijk = zoek((ander) => ander === moment);
  if (gelijk >= 0) return gelijk;
  const eind = zoek((ander) => ander.slice(-4) === moment.slice(-4));
  return eind >= 0 ? eind : kaart.eerste;
}

function staal(css, kleur) {
  const vlak = maak("svg:rect", { width: 26, height: 18, class: css });
  if (kleur) vlak.style.fill = kleur;
  return maak("svg:svg", { class: "staal", viewBox: "0 0 26 18", "aria-hidden": "true" }, vlak);
}

// A ring of steps as points [x, y].
function punten(ring) {
  const gevonden = [[ring[0], ring[1]]];
  for (let n = 2, x = ring[0], y = ring[1]; n < ring.length; n += 2) gevonden.push([(x += ring[n]), (y += ring[n + 1])]);
  return gevonden;
}
const tekenpunten = D.plaatsen.map((plaats) => plaats.ringen.map((ringen) => ringen.map(punten)));
const waterpunten = D.plaatsen.map((plaats) => plaats.water.map(punten));
const wijkpunten = D.plaatsen.map((plaats) => plaats.wijkranden.map(punten));

function omvang(p) {
  const doos = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ringen of [...tekenpunten[p], waterpunten[p]]) for (const ring of ringen) for (const [x, y] of ring) {
    if (x < doos[0]) doos[0] = x;
    if (y < doos[1]) doos[1] = y;
    if (x > doos[2]) doos[2] = x;
    if (y > doos[3]) doos[3] = y;
  }
  return doos;
}
const omvangen = D.plaatsen.map((_, p) => omvang(p));
