// One panel: a map that Leaflet moves, the choice of map and moment, legend and what the map stands on.
const naarKaart = (ringen) => ringen.map((ring) => ring.map(([x, y]) => [y, x]));

class Paneel {
  constructor(nummer) {
    this.nummer = nummer;
    this.lagen = new Map(); // place -> its layers, made when first needed
    this.k = Math.max(0, D.kaarten.findIndex((kaart) => !kaart.standen[kaart.eerste].reden)); // begin with a map
    this.s = D.kaarten[this.k].eerste;
    this.bouw();
  }

  bouw() {
    const id = `paneel${this.nummer}`;
    this.kop = maak("h2", { id: `${id}-kop` });
    this.moment = maak("p", { class: "moment" });
    this.keus = maak("select", { id: `${id}-keus`, onchange: () => this.toon(Number(this.keus.value)) },
      D.kaarten.map((kaart, n) => maak("option", { value: n }, kaart.titel)));
    this.vak = maak("div", { class: "kaartvak", role: "application", tabindex: 0, "aria-describedby": `${id}-hulp` });
    this.geen = maak("p", { class: "geenkaart", hidden: true });
    this.schuif = maak("input", { type: "range", min: 0, step: 1, id: `${id}-tijd`, oninput: () => this.schuifNaar(Number(this.schuif.value)) });
    this.speel = maak("button", { type: "button", class: "speel", onclick: () => this.film(), "aria-label": "Speel de jaren af" }, "▶");
    this.uitkomst = maak("output", { for: `${id}-tijd` });
    this.tijd = maak("div", { class: "tijd" }, this.speel, maak("label", { for: `${id}-tijd` }, "Jaar"), this.schuif, this.uitkomst);
    this.kort = maak("p", { class: "kort", hidden: true });
    this.legenda = maak("div", { class: "legendavak" });
    this.tekst = maak("div", { class: "kaarttekst" });
    this.deel = maak("section", { class: "paneel", id, "aria-labelledby": `${id}-kop` },
      maak("div", { class: "paneelkop" }, maak("div", null, this.kop, this.moment),
        maak("p", { class: "kaartkeus" }, maak("label", { for: `${id}-keus` }, "Kaart"), this.keus)),
      maak("div", { class: "kaartdeel" }, this.vak, this.geen, this.tijd, this.kort), maak("p", { class: "verborgen", id: `${id}-hulp` }, "Schuif met de pijltjestoetsen, zoom met plus en min. De tabel onder de kaart geeft dezelfde gebieden; daar kiest u met het toetsenbord."),
      maak("div", { class: "leesdeel" }, this.legenda, this.tekst));
    document.getElementById("panelen").append(this.deel);
    this.kaart = L.map(this.vak, { crs: L.CRS.Simple, zoomSnap: 0, zoomDelta: 0.5, minZoom: -9, maxZoom: 3, wheelPxPerZoomLevel: 120,
      attributionControl: false, zoomControl: false, scrollWheelZoom: false, renderer: L.svg({ padding: 0.3 }), fadeAnimation: false });
    L.control.zoom({ zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen" }).addTo(this.kaart);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(this.kaart);
    this.alles = L.control({ position: "topleft" });
    this.alles.onAdd = () => maak("div", { class: "leaflet-bar" }, maak("button", { type: "button", class: "alles", title: "Hele gemeente", "aria-label": "Toon de hele gemeente", onclick: () => this.heel() },
      maak("svg:svg", { viewBox: "0 0 30 30", "aria-hidden": "true" }, maak("svg:path", { d: "M8 12V8H12M18 8H22V12M22 18V22H18M12 22H8V18", fill: "none", stroke: "#16202a", "stroke-width": 2 }))));
    this.alles.addTo(this.kaart);
    // The wheel scrolls the page until the map is in use.
    this.vak.addEventListener("focusin", () => this.kaart.scrollWheelZoom.enable());
    this.vak.addEventListener("focusout", () => this.kaart.scrollWheelZoom.disable());
    this.tip = L.tooltip({ sticky: true, direction: "top", opacity: 1, offset: [0, -6], className: "wijzer" });
    this.kaart.createPane("boven").style.zIndex = 450;
    this.kaart.getPane("boven").style.pointerEvents = "none";
    this.teken = L.svg({ pane: "boven", padding: 0.3 });
  }

  laag(p) {
    if (this.lagen.has(p)) return this.lagen.get(p);
    const stil = { interactive: false, noClip: true, smoothFactor: 0 };
    const vlakken = tekenpunten[p].map((ringen, i) => {
      const vlak = L.polygon(naarKaart(ringen), { noClip: true, smoothFactor: 0, weight: 0.8, color: "#4d5963", fillOpacity: 1, fillColor: "#fff" });
      vlak.nummer = i;
      return vlak;
    });
    const laag = {
      vlakken,
      water: L.polygon(waterpunten[p].map((ring) => naarKaart([ring])), { ...stil, stroke: false, fillColor: "#cde8f7", fillOpacity: 1 }),
      gebieden: L.featureGroup(vlakken),
      wijken: L.polyline(naarKaart(wijkpunten[p].map((ring) => [...ring, ring[0]])), { ...stil, weight: 1.7, color: "#16202a", opacity: 0.75 }),
      wijs: L.polygon([], { ...stil, pane: "boven", renderer: this.teken, fill: false, color: "#000", weight: 2.5 }),
      rand: L.polygon([], { ...stil, pane: "boven", renderer: this.teken, fill: false, color: "#fff", weight: 7 }),
      keuze: L.polygon([], { ...stil, pane: "boven", renderer: this.teken, fill: false, color: "#0b5394", weight: 3.5, className: "keuzerand" }),
    };
    laag.gebieden.on("mouseover", (e) => this.wijsAan(e.propagatedFrom.nummer, e.latlng));
    laag.gebieden.on("mousemove", (e) => this.zetWijzer(this.tip.setLatLng(e.latlng)));
    laag.gebieden.on("mouseout", () => this.wijsAan(null));
    laag.gebieden.on("click", (e) => kies({ p, i: e.propagatedFrom.nummer }));
    laag.geheel = L.layerGroup([laag.water, laag.gebieden, laag.wijken, laag.wijs, laag.rand, laag.keuze]);
    this.lagen.set(p, laag);
    return laag;
  }

  // Shows map k at moment s; without s at the moment that fits what was on show.
  toon(k, s) {
    const was = D.kaarten[this.k].standen[this.s].moment;
    this.k = k;
    this.s = s === undefined ? passendeStand(k, was) : s;
    this.verf();
    verander("kaart");
  }

  schuifNaar(s) {
    this.s = s;
    this.verf();
    verander("kaart");
  }

  film() {
    if (this.loopt) return this.stop();
    const einde = D.kaarten[this.k].standen.length - 1;
    if (this.s >= einde) this.schuifNaar(0);
    this.speel.textContent = "❚❚";
    this.speel.setAttribute("aria-label", "Stop");
    this.loopt = setInterval(() => (this.s < einde ? this.schuifNaar(this.s + 1) : this.stop()), 900);
  }

  stop() {
    clearInterval(this.loopt);
    this.loopt = null;
    this.speel.textContent = "▶";
    this.speel.setAttribute("aria-label", "Speel de jaren af");
  }

  verf() {
    const beeld = (this.beeld = beeldVan(this.k, this.s)), { kaart, stand, plaats } = beeld;
    this.kop.textContent = kaart.titel;
    this.moment.textContent = `${stand.moment}${stand.gemeten && stand.gemeten !== stand.moment ? ` (gemeten: ${stand.gemeten})` : ""}, per ${plaats.niveau}`;
    this.keus.value = this.k;
    this.tijd.hidden = kaart.standen.length < 2;
    this.schuif.max = kaart.standen.length - 1;
    this.schuif.value = this.s;
    this.schuif.setAttribute("aria-valuetext", stand.moment);
    this.tijd.querySelector("label").textContent = kaart.is_jaar ? "Jaar" : "Periode";
    this.uitkomst.textContent = stand.moment;
    const reden = stand.reden || (omvangen[beeld.p][0] === Infinity ? "deze editie heeft geen grenzen van deze gebieden." : "");
    this.geen.hidden = !reden;
    this.geen.replaceChildren(maak("strong", null, "Deze kaart kan hier niet worden gemaakt: "), reden);
    this.vak.hidden = Boolean(reden);
    this.vak.setAttribute("aria-label", `Kaart ${kaart.titel}, ${stand.moment}. ${stand.getoond} van ${stand.totaal} ${MEERVOUD[plaats.niveau]} met een klasse.`);
    this.legenda.replaceChildren(...(stand.reden ? [] : legenda(stand)));
    this.tekst.replaceChildren(...kaarttekst(beeld));
    if (!reden) this.kleur();
    this.markeer();
  }

  kleur() {
    const beeld = this.beeld, laag = this.laag(beeld.p);
    if (this.getoond !== laag) {
      if (this.getoond) this.getoond.geheel.remove();
      this.kaart.invalidateSize({ animate: false });
      if (!this.getoond || this.plaatsGetoond !== beeld.p) this.heel(beeld.p);
      laag.geheel.addTo(this.kaart);
      this.getoond = laag;
      this.plaatsGetoond = beeld.p;
    }
    laag.vlakken.forEach((vlak, i) => {
      const element = vlak.getElement();
      if (!element) return;
      element.setAttribute("class", `${beeld.css(i)} leaflet-interactive gebied`);
      element.setAttribute("data-code", beeld.plaats.code[i]);
      element.style.fill = beeld.kleur(i);
    });
  }

  heel(p = this.beeld.p) {
    const [x0, y0, x1, y1] = omvangen[p];
    if (x0 !== Infinity) this.kaart.fitBounds([[y0, x0], [y1, x1]], { padding: [12, 12], animate: false });
  }

  naar(i) {
    const vlak = this.getoond && this.getoond.vlakken[i];
    if (vlak) this.kaart.fitBounds(vlak.getBounds().pad(1.5), { animate: false });
  }

  // Points at an area here and on the other panel.
  wijsAan(i, plek) {
    for (const paneel of staat.panelen) if (paneel.getoond && paneel.deel.isConnected && !paneel.deel.hidden) {
      const hier = i === null ? [] : inPlaats({ p: this.beeld.p, i }, paneel.beeld.p);
      paneel.getoond.wijs.setLatLngs(hier.map((n) => paneel.getoond.vlakken[n].getLatLngs()));
      if (hier.length !== 1) { paneel.tip.remove(); continue; }
      const midden = paneel === this && plek ? plek : paneel.getoond.vlakken[hier[0]].getBounds().getCenter();
      paneel.tip.setLatLng(midden).setContent(wijzertekst(paneel.beeld, hier[0])).addTo(paneel.kaart);
      paneel.zetWijzer(paneel.tip);
    }
  }

  // Keeps the pointer's words inside the map: below the pointer near the top, aside near the edges.
  zetWijzer(tip) {
    const doos = tip.getElement(), plek = this.kaart.latLngToContainerPoint(tip.getLatLng()), maat = this.kaart.getSize();
    if (!doos) return;
    const half = doos.offsetWidth / 2 + 4, boven = plek.y > doos.offsetHeight + 14;
    tip.options.direction = boven ? "top" : "bottom";
    tip.options.offset = [Math.max(half, Math.min(maat.x - half, plek.x)) - plek.x, boven ? -8 : 18];
    tip.update();
  }

  markeer() {
    const hier = inPlaats(staat.keuze, this.beeld.p);
    this.kort.hidden = hier.length !== 1;
    if (hier.length === 1) this.kort.replaceChildren(...kortetekst(this.beeld, hier[0]));
    if (!this.getoond) return;
    const ringen = hier.map((i) => this.getoond.vlakken[i].getLatLngs());
    this.getoond.rand.setLatLngs(ringen);
    this.getoond.keuze.setLatLngs(ringen);
  }
}

function wijzertekst(beeld, i) {
  const regels = [beeld.label(i), beeld.zin(i), beeld.waarom(i)].filter(Boolean);
  return maak("div", null, maak("strong", null, beeld.plaats.naam[i]), regels.map((regel) => maak("span", null, regel)));
}

// The chosen area in one line under the map, for who does not see the details beside it.
function kortetekst(beeld, i) {
  return [maak("strong", null, beeld.plaats.naam[i]), ": ", staal(beeld.css(i), beeld.kleur(i)), `${beeld.label(i)}. ${beeld.zin(i)} `,
    maak("button", { type: "button", class: "naam", onclick: () => { const kop = document.getElementById("gekozen"); kop.focus(); kop.scrollIntoView(); } }, "Alle cijfers en notitie")];
}
