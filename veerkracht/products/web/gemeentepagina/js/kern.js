// Data of the page, and how elements and numbers are made. All text enters the page as text, never as markup.
const D = JSON.parse(document.getElementById("gegevens").textContent);
const SVG = "http://www.w3.org/2000/svg";
const MEERVOUD = { buurt: "buurten", wijk: "wijken" };
const tekst = (n) => D.teksten[n] || "";
// A list of which all numbers are the same stands in the data as that number.
const bij = (lijst, i) => (Array.isArray(lijst) ? lijst[i] : lijst);

function maak(naam, eigenschappen, ...inhoud) {
  const svg = naam.startsWith("svg:");
  const element = svg ? document.createElementNS(SVG, naam.slice(4)) : document.createElement(naam);
  for (const [sleutel, waarde] of Object.entries(eigenschappen || {})) {
    if (waarde === null || waarde === undefined || waarde === false) continue;
    if (sleutel.startsWith("on")) element.addEventListener(sleutel.slice(2), waarde);
    else element.setAttribute(sleutel, waarde === true ? "" : waarde);
  }
  element.append(...inhoud.flat().filter((deel) => deel !== null && deel !== undefined && deel !== ""));
  return element;
}

function getal(waarde, decimalen) {
  if (waarde === null || waarde === undefined) return "–";
  const tekst = waarde.toLocaleString("nl-NL", { minimumFractionDigits: decimalen, maximumFractionDigits: decimalen });
  return /[1-9]/.test(tekst) ? tekst.replace("-", "−") : tekst.replace("-", "");
}

function meld(bericht) {
  document.getElementById("melding").textContent = bericht;
}

// What the page shows at this moment; who wants to know of a change says so in `luisteraars`.
const staat = { vergelijk: false, keuze: null, panelen: [], namen: true };
const luisteraars = [];
const verander = (wat) => luisteraars.forEach((luister) => luister(wat));

// The chosen area in another place: itself, its wijk, or the buurten of the wijk.
function inPlaats(keuze, p) {
  if (!keuze) return [];
  if (keuze.p === p) return [keuze.i];
  const van = D.plaatsen[keuze.p], naar = D.plaatsen[p];
  if (van.indeling !== naar.indeling) return [];
  if (naar.niveau === "wijk") {
    const wijk = van.wijk[keuze.i];
    return wijk === null ? [] : naar.code.flatMap((code, i) => (code === van.wijken[wijk][0] ? [i] : []));
  }
  return naar.wijk.flatMap((wijk, i) => (wijk !== null && naar.wijken[wijk][0] === van.code[keuze.i] ? [i] : []));
}

function kies(keuze) {
  staat.keuze = keuze;
  verander("keuze");
  if (keuze) meld(`${D.plaatsen[keuze.p].naam[keuze.i]} gekozen`);
}
