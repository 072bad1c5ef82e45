// What the map draws, as MapLibre layers: the classes of one sheet, and outlines and names by zoom.

const SOURCE = "gebieden", NAMES = "namen";
const EMPTY = ["==", ["get", "gebiedscode"], ""];
const line = (id, layer, minzoom, colour, width) => ({
  id, type: "line", source: SOURCE, "source-layer": layer, minzoom, layout: { "line-join": "round" },
  paint: { "line-color": colour, "line-width": width },
});
const names = (niveau, minzoom, maxzoom) => ({
  id: `naam-${niveau}`, type: "symbol", source: NAMES, "source-layer": niveau, minzoom, ...(maxzoom ? { maxzoom } : {}),
  filter: ["has", "gebiedsnaam"], // a code is no name
  layout: {
    "icon-image": ["concat", `naam|${niveau}|`, ["get", "gebiedsnaam"]],
    "symbol-sort-key": ["-", 0, ["coalesce", ["get", "groot"], 0]], "icon-padding": 4,
  },
});

export function style(tegels) {
  const has = (layer) => tegels.lagen.includes(layer);
  const grounds = tegels.lagen.filter((layer) => layer !== "gemeente");
  const source = (file) => ({ type: "vector", tiles: [`tegels://${file}/{z}/{x}/{y}`], minzoom: tegels.van, maxzoom: tegels.tot, bounds: tegels.kader });
  const layers = [
    { id: "achtergrond", type: "background", paint: { "background-color": "#e9eef1" } },
    { id: "land", type: "fill", source: SOURCE, "source-layer": "gemeente", paint: { "fill-color": "#f7f7f5" } },
    ...grounds.filter((layer) => !layer.includes("_")).map((layer) => ({
      id: `water-${layer}`, type: "fill", source: SOURCE, "source-layer": layer,
      filter: ["==", ["get", "water"], "water"], paint: { "fill-color": "#cde8f7" } })),
    ...(has("buurt") ? [line("grens-buurt", "buurt", 9.5, "#6c7780", ["interpolate", ["linear"], ["zoom"], 9.5, 0.2, 12, 0.8])] : []),
    ...(has("wijk") ? [line("grens-wijk", "wijk", 8, "#2b3640", ["interpolate", ["linear"], ["zoom"], 8, 0.3, 12, 1.6])] : []),
    line("grens-gemeente", "gemeente", 0, "#16202a", ["interpolate", ["linear"], ["zoom"], 5, 0.4, 9, 1.4, 12, 2.4]),
    { id: "buiten", type: "fill", source: SOURCE, "source-layer": "gemeente", filter: EMPTY,
      paint: { "fill-color": "#fff", "fill-opacity": 0.45 } },
    { ...line("gemeente-gekozen", "gemeente", 0, "#0b5394", 3.5), filter: EMPTY },
    ...grounds.flatMap((layer) => [
      { ...line(`gekozen-rand-${layer}`, layer, 0, "#fff", 6), filter: EMPTY },
      { ...line(`gekozen-${layer}`, layer, 0, "#000", 3), filter: EMPTY }]),
    ...(has("buurt") ? [names("buurt", 11.5)] : []),
    ...(has("wijk") ? [names("wijk", 9.5, 12.5)] : []),
    names("gemeente", 5, 12),
  ];
  return {
    version: 8, layers,
    sources: { [SOURCE]: source("veerkracht"), [NAMES]: source("namen") },
  };
}

// Layers of a sheet: per place its classes, and the patterns of what has none.
export function sheetLayers(vel) {
  const { begin } = vel;
  return vel.plaatsen.flatMap((plaats, i) => {
    if (!plaats.laag) return [];
    const here = plaats.gemeenten ? [["in", ["get", "gemeentecode"], ["literal", plaats.gemeenten]]] : [];
    const base = { type: "fill", source: SOURCE, "source-layer": plaats.laag };
    const colours = plaats.klassen.flatMap((k) => [k.klasse, k.kleur]);
    const patterns = [1, 2, 3, 4, 5, 6, 7].flatMap((status) => [status, `zonder-${status}`]);
    return [
      ...(colours.length ? [{ ...base, id: `klasse-${i}`, filter: ["all", ["has", `${begin}_klasse`], ...here],
        paint: { "fill-color": ["match", ["get", `${begin}_klasse`], ...colours, "#ffffff"], "fill-antialias": false } }] : []),
      { ...base, id: `zonder-${i}`, filter: ["all", ["has", `${begin}_status`], ...here],
        paint: { "fill-pattern": ["match", ["get", `${begin}_status`], ...patterns, "zonder-1"] } },
    ];
  });
}

export function choose(map, tegels, { gemeente, gebied }) {
  map.setFilter("gemeente-gekozen", ["==", ["get", "gebiedscode"], gemeente ?? ""]);
  map.setFilter("buiten", gemeente ? ["!=", ["get", "gebiedscode"], gemeente] : EMPTY);
  for (const layer of tegels.lagen)
    for (const id of [`gekozen-${layer}`, `gekozen-rand-${layer}`])
      if (map.getLayer(id)) map.setFilter(id, ["==", ["get", "gebiedscode"], gebied ?? ""]);
}
