// The print: the maps on show as still pictures with legend and text, the chosen area, the notes.
function stilBeeld(beeld) {
  const [x0, y0, x1, y1] = omvangen[beeld.p], maat = 700 / Math.max(x1 - x0, (y1 - y0) * 1.1);
  const pad = (ringen) => ringen.map((ring) => "M" + ring.map(([x, y]) => `${((x - x0) * maat).toFixed(1)},${((y1 - y) * maat).toFixed(1)}`).join("L") + "Z").join("");
  const vlak = (d, css, kleur) => { const v = maak("svg:path", { d, class: css }); if (kleur) v.style.fill = kleur; return v; };
  const ringen = tekenpunten[beeld.p], alle = ringen.map((_, i) => i);
  return maak("svg:svg", { class: "stil", viewBox: `-3 -3 ${((x1 - x0) * maat + 6).toFixed(0)} ${((y1 - y0) * maat + 6).toFixed(0)}` },
    vlak(pad(waterpunten[beeld.p]), "w"), alle.map((i) => vlak(pad(ringen[i]), `${beeld.css(i)} vlak`, beeld.kleur(i))),
    vlak(pad(wijkpunten[beeld.p]), "wijkrand"),
    inPlaats(staat.keuze, beeld.p).map((i) => vlak(pad(ringen[i]), "gekozenrand")));
}

function afdruk() {
  const bladen = zichtbaar().map(({ beeld }) => maak("article", { class: "drukblad" }, maak("h2", null, beeld.kaart.titel), maak("p", { class: "moment" }, `${beeld.stand.moment}, per ${beeld.plaats.niveau}`),
    beeld.stand.reden || omvangen[beeld.p][0] === Infinity ? maak("p", { class: "geenkaart" }, `Deze kaart kan hier niet worden gemaakt: ${beeld.stand.reden || ""}`) : stilBeeld(beeld), maak("div", { class: "druktekst" }, maak("div", null, beeld.stand.reden ? [] : legenda(beeld.stand)), maak("div", null, kaarttekst(beeld)))));
  const gekozen = staat.keuze ? [maak("section", { class: "drukgebied" }, maak("h2", null, D.plaatsen[staat.keuze.p].naam[staat.keuze.i]), redenen(staat.keuze), opDeKaarten(staat.keuze), lijnDeel(staat.keuze))] : [];
  const schrijf = notities.size ? [maak("section", null, maak("h2", null, "Notities"), maak("dl", null, [...notities.values()].flatMap((n) => [maak("dt", null, n.naam), maak("dd", null, n.tekst)])))] : [];
  const merken = [...document.querySelectorAll("#scherm > .merk")].map((merk) => merk.cloneNode(true));
  const vel = maak("div", { class: "vellen" + (bladen.length > 1 ? " twee" : "") }, bladen);
  const doos = document.getElementById("afdruk");
  doos.replaceChildren(...merken, maak("h1", null, D.gemeente.naam), vel, ...gekozen, ...schrijf, document.querySelector("footer").cloneNode(true));
  doos.querySelectorAll("button, select, textarea, details, .knoppen, label").forEach((deel) => {
    if (deel.matches("button, label")) deel.replaceWith(deel.textContent);
    else if (deel.matches("select")) deel.replaceWith(maak("p", null, deel.selectedOptions[0].textContent));
    else deel.remove();
  });
  doos.querySelectorAll("[id]").forEach((deel) => deel.removeAttribute("id"));
}
window.addEventListener("beforeprint", afdruk);
