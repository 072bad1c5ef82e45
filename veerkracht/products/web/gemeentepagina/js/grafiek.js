// A line of one indicator through the years: the area, and where that says something its gemeente and the land.
const BREED = 340, HOOG = 170, LINKS = 46, BODEM = 24, BOVEN = 10, RECHTS = 20;

function stappen(laag, hoog, aantal) {
  const ruw = (hoog - laag) / aantal || Math.abs(hoog) / aantal || 1, macht = 10 ** Math.floor(Math.log10(ruw));
  const stap = [1, 2, 2.5, 5, 10].map((n) => n * macht).find((n) => n >= ruw - 1e-12);
  const gevonden = [];
  for (let waarde = Math.floor(laag / stap) * stap; waarde < hoog + stap * 0.999; waarde += stap) gevonden.push(Number(waarde.toPrecision(12)));
  return gevonden;
}

function grafiek(reeks, lijnen) {
  const alle = lijnen.flatMap((lijn) => lijn.waarden.filter((waarde) => waarde !== null));
  const assen = stappen(Math.min(...alle), Math.max(...alle), 4);
  const decimalen = [0, 1, 2, 3, 4].find((d) => new Set(assen.map((w) => w.toFixed(d))).size === assen.length) || 0;
  const eerste = reeks.jaren[0], laatste = reeks.jaren[reeks.jaren.length - 1];
  const x = (jaar) => (laatste === eerste ? (LINKS + BREED) / 2 : LINKS + ((jaar - eerste) / (laatste - eerste)) * (BREED - LINKS - RECHTS));
  const y = (waarde) => HOOG - BODEM - ((waarde - assen[0]) / (assen[assen.length - 1] - assen[0])) * (HOOG - BODEM - BOVEN);
  const delen = assen.flatMap((waarde) => [
    maak("svg:line", { x1: LINKS, x2: BREED - RECHTS, y1: y(waarde), y2: y(waarde), class: "as" }),
    maak("svg:text", { x: LINKS - 6, y: y(waarde) + 4, "text-anchor": "end" }, getal(waarde, decimalen))]);
  const stap = Math.ceil((laatste - eerste) / 5) || 1;
  for (let jaar = laatste; jaar >= eerste; jaar -= stap) delen.push(maak("svg:text", { x: x(jaar), y: HOOG - 6, "text-anchor": "middle" }, String(jaar)));
  for (const lijn of [...lijnen].reverse()) {
    const plekken = reeks.jaren.flatMap((jaar, n) => (lijn.waarden[n] === null ? [] : [[x(jaar), y(lijn.waarden[n])]]));
    delen.push(maak("svg:polyline", { points: plekken.map((plek) => plek.join(",")).join(" "), class: "lijn", stroke: lijn.kleur, "stroke-dasharray": lijn.streep }));
    delen.push(...plekken.map(([cx, cy]) => maak("svg:circle", { cx, cy, r: lijn.streep ? 2 : 3.2, fill: lijn.kleur })));
  }
  return maak("svg:svg", { class: "grafiek", viewBox: `0 0 ${BREED} ${HOOG}`, role: "img", "aria-label": inWoorden(reeks, lijnen) }, delen);
}

function inWoorden(reeks, lijnen) {
  const zin = (lijn) => {
    const jaren = reeks.jaren.flatMap((_, n) => (lijn.waarden[n] === null ? [] : [n])), a = jaren[0], b = jaren[jaren.length - 1];
    return `${lijn.naam}: ${getal(lijn.waarden[a], reeks.decimalen)} in ${reeks.jaren[a]}${a === b ? "" : `, ${getal(lijn.waarden[b], reeks.decimalen)} in ${reeks.jaren[b]}`}`;
  };
  return `${reeks.naam} (${reeks.eenheid}). ${lijnen.map(zin).join("; ")}.`;
}

// The lines of an area; null where it has no figure of this indicator.
function lijnenVan(reeks, keuze) {
  const plaats = D.plaatsen[keuze.p], eigen = (reeks.gebieden[keuze.p] || [])[keuze.i] || [];
  if (!eigen.some((waarde) => waarde !== null)) return null;
  const lijnen = [
    { naam: plaats.naam[keuze.i], waarden: eigen, kleur: D.kleuren.gebied, streep: "" },
    { naam: D.gemeente.naam, waarden: reeks.gemeente, kleur: "#4d5963", streep: "6 4" },
    { naam: "Nederland", waarden: reeks.land, kleur: D.kleuren.land, streep: "2 3" }];
  return lijnen.filter((lijn) => lijn.waarden.some((waarde) => waarde !== null));
}
