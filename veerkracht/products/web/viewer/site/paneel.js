// One map with its choices, legend and figures. Two of them stand side by side when comparing.

import { area, legend, make } from "./legenda.js";
import { choose, sheetLayers, style } from "./lagen.js";
import { givePictures } from "./patronen.js";
import { searchBox } from "./zoek.js";

const DWELL = 120; // ms the pointer rests before the figures of a gemeente are fetched
const DUTCH = {
  "NavigationControl.ZoomIn": "Inzoomen", "NavigationControl.ZoomOut": "Uitzoomen", "Map.Title": "Kaart",
  "ScaleControl.Meters": "m", "ScaleControl.Kilometers": "km",
};

export class Paneel {
  // `report(pane, what)` is called after a choice ("keuze") and when the picture moved ("beeld").
  constructor(data, sources, name, report) {
    Object.assign(this, { data, sources, report, name });
    this.state = { ...data.begin, gemeente: null, gebied: null };
    this.node = document.getElementById("paneel").content.firstElementChild.cloneNode(true);
    this.node.setAttribute("aria-label", name);
    this.part = (css) => this.node.querySelector(css);
    this.choices();
  }

  // The map can only be made once its node stands in the page.
  start(view) {
    const { tegels } = this.data, box = this.part(".beeld");
    box.setAttribute("aria-label", `${this.name}: kaartbeeld; cijfers per gebied staan ernaast na zoeken of klikken`);
    this.map = new maplibregl.Map({
      container: box, style: style(tegels), minZoom: tegels.van - 1, maxZoom: 15, attributionControl: false, locale: DUTCH,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0,
      ...(view ?? { bounds: tegels.kader, fitBoundsOptions: { padding: 16 } }),
    });
    givePictures(this.map);
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "top-left");
    this.map.addControl(new maplibregl.AttributionControl({ compact: false, customAttribution: "CBS, Kadaster, RIVM (CC BY 4.0), Leefbaarometer (CC0)" }));
    this.popup = new maplibregl.Popup({ closeButton: false, closeOnClick: false });
    this.map.on("move", () => this.report(this, "beweging"));
    this.map.on("moveend", () => this.report(this, "beeld"));
    this.map.on("mousemove", (event) => this.hover(event));
    this.map.on("mouseout", () => this.leave());
    this.map.on("click", (event) => this.click(event));
    return new Promise((done) => this.map.once("load", () => { this.loaded = true; done(this.show()); }));
  }

  choices() {
    const fill = (select, options) => select.replaceChildren(...options.map(([value, text]) => make("option", text, { value })));
    const form = this.part(".keuzes"), kaart = this.part(".kaart"), periode = this.part(".periode");
    fill(kaart, this.data.kaarten.map((k) => [k.id, `${/^\d+$/.test(k.id) ? k.id + ". " : ""}${k.titel}`]));
    fill(periode, this.data.perioden.map((p) => [p, p.replace("-", "–")]));
    kaart.addEventListener("change", () => this.set({ kaart: kaart.value }));
    periode.addEventListener("change", () => this.set({ periode: periode.value }));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.part(".land").addEventListener("click", () => { this.search.show(""); this.set({ gemeente: null, gebied: null }); this.report(this, "naar"); });
    this.search = searchBox(form, this.data, this.sources.zoek, (found) => {
      this.set({ gemeente: found.gemeente, gebied: found.soort === "gemeente" ? null : found.code });
      this.report(this, "naar", found.kader);
    });
  }

  get key() { return `${this.state.kaart}|${this.state.periode}`; }
  get gemeente() { return this.data.gemeenten.find((g) => g.code === this.state.gemeente); }

  async set(change) {
    Object.assign(this.state, change);
    const text = await this.show();
    this.report(this, "keuze", text);
  }

  async show() {
    const vel = this.data.vellen[this.key];
    this.part(".kaart").value = this.state.kaart;
    this.part(".periode").value = this.state.periode;
    if (this.loaded) this.paint(vel);
    const asked = this.key + this.state.gemeente + this.state.gebied;
    const own = this.state.gemeente ? await this.sources.gemeente(this.state.gemeente) : null;
    if (asked === this.key + this.state.gemeente + this.state.gebied) this.tell(vel, own);
  }

  paint(vel) {
    for (const id of this.drawn ?? []) this.map.removeLayer(id);
    const layers = sheetLayers(vel);
    for (const layer of layers) this.map.addLayer(layer, this.map.getLayer("grens-buurt") ? "grens-buurt" : "grens-gemeente");
    this.drawn = layers.map((layer) => layer.id);
    choose(this.map, this.data.tegels, this.state);
  }

  tell(vel, own) {
    const sheet = own?.vellen[this.key], kaart = this.data.kaarten.find((k) => k.id === this.state.kaart);
    const places = vel.plaatsen.filter((p) => !own || !p.gemeenten || p.gemeenten.includes(this.state.gemeente));
    const first = places[0];
    this.part(".titel").textContent = `${/^\d+$/.test(kaart.id) ? kaart.id + ". " : ""}${kaart.titel}`;
    this.part(".onderwerp").textContent = [`${own ? own.naam : "Heel het land"}, ${vel.periode}`, first?.gemeten ? `gemeten: ${first.gemeten}` : "", first ? `per ${first.niveau}` : ""].filter(Boolean).join("; ");
    const why = !vel.plaatsen.length ? "Deze kaart kan voor geen enkele gemeente worden gemaakt; kies een gemeente voor de reden."
      : places.some((p) => !p.laag) ? `Deze kaart kan (deels) niet worden getekend: de editie heeft geen grenzen per ${places.find((p) => !p.laag).niveau} op de indeling van ${places.find((p) => !p.laag).indeling}.` : "";
    this.part(".waarom").replaceChildren(...[sheet?.reden ? `Deze kaart kan voor ${own.naam} niet worden gemaakt: ${sheet.reden}` : "", sheet?.reden ? "" : why].filter(Boolean).map((text) => make("p", text)));
    const shown = sheet && !sheet.reden ? sheet : null;
    const notes = shown ? [make("p", `${shown.getoond} van ${Object.keys(shown.gebieden).length} gebieden hier met een klasse.`)] : [];
    if (shown?.grijs) notes.unshift(make("p", shown.grijs, { class: "grijs" }));
    if (own) {
      const link = make("a", `Rapport van ${own.naam}`, { href: `../rapporten/${this.state.gemeente}.html` }), line = make("p");
      line.append(link);
      notes.push(line);
    }
    this.part(".legendas").replaceChildren(...(sheet?.reden ? [] : places.map((p) => legend(p, shown, own?.naam))), ...notes);
    this.part(".leeshulp").textContent = [vel.leeshulp, first?.zekerheid].filter(Boolean).join(" ");
    this.part(".onder").textContent = places.map((p) => p.onder).join(" ");
    const box = this.part(".gebied");
    box.hidden = true;
    if (own && this.state.gebied) area(box, this.data, this.state, own, null, () => this.set({ gebied: null }));
  }

  // The feature of the sheet under the pointer.
  under(point) {
    const ids = this.drawn ?? [];
    return ids.length ? this.map.queryRenderedFeatures(point, { layers: ids })[0] : undefined;
  }

  hover(event) {
    const feature = this.under(event.point), code = feature?.properties.gebiedscode;
    this.map.getCanvas().style.cursor = feature ? "pointer" : "";
    clearTimeout(this.waiting);
    if (!feature) return this.popup.remove();
    this.popup.setLngLat(event.lngLat);
    if (this.over !== code || !this.popup.isOpen()) this.popup.setDOMContent(this.words(feature, null)).addTo(this.map);
    this.over = code;
    const key = this.key;
    this.waiting = setTimeout(async () => {
      const own = await this.sources.gemeente(feature.properties.gemeentecode);
      if (this.over === code && this.key === key && own) this.popup.setDOMContent(this.words(feature, own.vellen[key].gebieden?.[code]));
    }, DWELL);
  }

  words(feature, text) {
    const vel = this.data.vellen[this.key], p = feature.properties, box = make("div");
    const place = vel.plaatsen.find((one) => one.laag === feature.sourceLayer);
    const label = place?.klassen.find((k) => k.klasse === p[`${vel.begin}_klasse`])?.label ?? place?.zonder.find((z) => z.status === p[`${vel.begin}_status`])?.label;
    box.append(make("strong", p.gebiedsnaam ?? p.gebiedscode), make("span", text ?? label ?? ""));
    return box;
  }

  leave() { clearTimeout(this.waiting); this.over = null; this.popup.remove(); }

  click(event) {
    const feature = this.under(event.point);
    if (feature) this.set({ gebied: feature.properties.gebiedscode, gemeente: feature.properties.gemeentecode });
  }
}
