// The viewer: reads what the edition holds, puts up one or two maps, and keeps the address in step with what is seen.

import { Paneel } from "./paneel.js";
import { Archive } from "./pmtiles.js";

const json = async (file) => {
  const answer = await fetch(`gegevens/${file}.json`);
  if (!answer.ok) throw new Error(`gegevens/${file}.json: ${answer.status}`);
  return answer.json();
};
const say = (text) => { document.getElementById("melding").textContent = text; };
const kept = new Map();
const once = (file) => {
  if (!kept.has(file)) kept.set(file, json(file).catch((error) => { kept.delete(file); say(error.message); return null; }));
  return kept.get(file);
};
const sources = { zoek: async () => (await once("zoek")) ?? [], gemeente: once };
const viewer = (window.viewer = { panes: [], ready: null });
const main = document.getElementById("panelen"), compare = document.getElementById("vergelijk"), linked = document.getElementById("gekoppeld");
let data, busy = false, restoring = false;

const ends = ["", "2"];
const view = (map) => [map.getZoom().toFixed(2), map.getCenter().lat.toFixed(5), map.getCenter().lng.toFixed(5)].join("/");

// The address holds everything that is needed to see the same again: per map its choices and picture.
function write() {
  if (restoring) return;
  const found = new URLSearchParams();
  viewer.panes.forEach((pane, i) => {
    const { kaart, periode, gemeente, gebied } = pane.state, end = ends[i];
    for (const [name, value] of Object.entries({ kaart, periode, gemeente, gebied, beeld: pane.map && view(pane.map) }))
      if (value) found.set(name + end, value);
  });
  if (viewer.panes.length > 1 && !linked.checked) found.set("los", "1");
  history.replaceState(null, "", `#${found.toString().replaceAll("%2F", "/")}`);
}

// What an address asks of map `end`, as far as this edition knows it.
function read(found, end) {
  const value = (name, known) => { const text = found.get(name + end); return text && known(text) ? text : null; };
  const parts = (found.get("beeld" + end) ?? "").split("/").map(Number), [zoom, lat, lng] = parts;
  return {
    state: {
      kaart: value("kaart", (id) => data.kaarten.some((k) => k.id === id)) ?? data.begin.kaart,
      periode: value("periode", (p) => data.perioden.includes(p)) ?? data.begin.periode,
      gemeente: value("gemeente", (code) => data.gemeenten.some((g) => g.code === code)),
      gebied: value("gebied", (code) => /^(BU|WK)\w{2,20}$/.test(code)),
    },
    view: parts.length === 3 && parts.every(Number.isFinite) && Math.abs(lat) < 85 ? { zoom, center: [lng, lat] } : null,
  };
}

async function addPane(asked) {
  const pane = new Paneel(data, sources, viewer.panes.length ? "Tweede kaart" : "Kaart", report);
  Object.assign(pane.state, asked.state);
  main.append(pane.node);
  viewer.panes.push(pane);
  arrange();
  if (pane.gemeente) pane.search.show(pane.gemeente.naam);
  await pane.start(asked.view);
  if (!asked.view) go(pane);
  return pane;
}

function arrange() {
  const two = viewer.panes.length > 1;
  main.classList.toggle("dubbel", two);
  compare.setAttribute("aria-pressed", String(two));
  compare.textContent = two ? "Stop vergelijken" : "Vergelijk twee kaarten";
  linked.parentElement.hidden = !two;
  for (const pane of viewer.panes) pane.map?.resize();
}

const other = (pane) => viewer.panes.find((one) => one !== pane && one.map);

// Fits a pane to its gemeente, a found area or the country. Two loose maps get one scale, so that sizes compare.
function go(pane, kader) {
  const fit = (one, box) => one.map.cameraForBounds(box ?? one.gemeente?.kader ?? data.tegels.kader, { padding: 30, maxZoom: 14 });
  const mine = fit(pane, kader), second = other(pane);
  if (second && !linked.checked && !kader) {
    const its = fit(second), zoom = Math.min(mine.zoom, its.zoom);
    second.map.jumpTo({ center: its.center, zoom });
    pane.map.jumpTo({ center: mine.center, zoom });
  } else pane.map.jumpTo(mine);
}

function report(pane, what, more) {
  const second = other(pane);
  if (what === "beweging" && second && !busy) {
    busy = true;
    const zoom = pane.map.getZoom();
    if (linked.checked) second.map.jumpTo({ center: pane.map.getCenter(), zoom });
    else if (Math.abs(second.map.getZoom() - zoom) > 1e-6) second.map.jumpTo({ zoom });
    busy = false;
  }
  if (what === "naar") {
    if (second) linked.checked = !pane.state.gemeente || pane.state.gemeente === second.state.gemeente;
    go(pane, pane.state.gebied ? more : undefined);
  }
  if (what !== "beweging") write();
}

compare.addEventListener("click", async () => {
  if (viewer.panes.length > 1) {
    const gone = viewer.panes.pop();
    gone.map.remove();
    gone.node.remove();
    arrange();
  } else {
    const first = viewer.panes[0], { kaart } = first.state;
    const next = data.kaarten[(data.kaarten.findIndex((k) => k.id === kaart) + 1) % data.kaarten.length].id;
    linked.checked = true;
    await addPane({ state: { ...first.state, kaart: next }, view: { zoom: first.map.getZoom(), center: first.map.getCenter() } });
    say("");
  }
  write();
});
linked.addEventListener("change", () => { if (linked.checked) report(viewer.panes[0], "beweging"); write(); });
document.getElementById("deel").addEventListener("click", async () => {
  write();
  try { await navigator.clipboard.writeText(location.href); say("De koppeling naar dit beeld is gekopieerd."); } catch { say(`Koppeling naar dit beeld: ${location.href}`); }
});

// Puts up what the address says; also when someone changes it by hand.
async function restore() {
  restoring = true;
  const found = new URLSearchParams(location.hash.slice(1));
  for (const pane of viewer.panes.splice(0)) { pane.map?.remove(); pane.node.remove(); }
  linked.checked = found.get("los") !== "1";
  await addPane(read(found, ""));
  if (found.has("kaart2")) await addPane(read(found, "2"));
  restoring = false;
  write();
}

async function begin() {
  data = await json("kaarten");
  const archives = Object.fromEntries(["veerkracht", "namen"].map((name) => [name, new Archive(`${name}.pmtiles`)]));
  maplibregl.addProtocol("tegels", async ({ url }, abort) => {
    const [name, z, x, y] = url.slice("tegels://".length).split("/");
    try { return { data: await archives[name].tile(Number(z), Number(x), Number(y), abort.signal) }; } catch (error) {
      if (!abort.signal.aborted) say(`De kaart kan niet worden gelezen (${error.message}).`);
      throw error;
    }
  });
  await restore();
  window.addEventListener("hashchange", () => { viewer.ready = restore(); });
}

viewer.ready = begin().catch((error) => { say(`De viewer kan niet starten: ${error.message}`); throw error; });
