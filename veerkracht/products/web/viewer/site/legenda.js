// The words beside the map: legend with counts, why there is no map, and the figures of one area.

import { swatch } from "./patronen.js";

const count = new Intl.NumberFormat("nl-NL");
export const make = (tag, text, attributes = {}) => {
  const node = document.createElement(tag);
  if (text !== undefined && text !== null) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};
const number = (value) => (value === null || value === undefined ? "–" : count.format(value));

// One table a place; `own` is what the chosen gemeente says of this sheet (null without one).
export function legend(plaats, own, naam) {
  const table = make("table"), head = table.createTHead().insertRow(), body = table.createTBody();
  const all = own ? Object.values(own.inwoners).reduce((a, b) => a + b, 0) : 0;
  const areas = plaats.niveau === "wijk" ? "wijken" : "buurten";
  table.append(make("caption", own ? `Aantal ${areas} en inwoners per klasse in ${naam} (deel: van de inwoners), en aantal ${areas} in het land` : `Aantal ${areas} per klasse`));
  ["Legenda", ...(own ? ["hier", "inwoners", "deel"] : []), "land"].forEach((text, i) => head.append(make("th", text, { scope: "col", ...(i ? { class: "n" } : {}) })));
  const row = (entry, look, here, people, land) => {
    const line = body.insertRow(), label = make("th", undefined, { scope: "row" });
    const words = make("span", entry.label), both = make("span", undefined, { class: "regel" });
    const limits = [entry.grenzen, entry.grenzen_2].filter(Boolean).join("; ");
    for (const text of [limits, entry.verwacht].filter(Boolean)) words.append(make("span", text, { class: "eenheid" }));
    both.append(swatch(look), words);
    label.append(both);
    line.append(label);
    const share = people === null || !all ? "" : `${Math.round((100 * people) / all)}%`;
    for (const text of [...(own ? [number(here), people === null ? "" : number(people), share] : []), number(land)])
      line.append(make("td", text, { class: "n" }));
  };
  for (const k of plaats.klassen) row(k, { colour: k.kleur }, own?.hier[k.css] ?? 0, own?.inwoners[k.css] ?? 0, k.land);
  for (const z of plaats.zonder) row(z, { status: z.status }, own?.hier[z.css] ?? 0, own?.inwoners[z.css] ?? 0, z.land);
  return table;
}

// Figures of one area on all maps of the period, the chosen map marked.
export function area(node, data, state, own, choose, close) {
  const code = state.gebied, head = make("div", undefined, { class: "kopregel" }), titles = make("div"), button = make("button", "Sluit", { type: "button" });
  titles.append(make("h2", own.namen[code] ?? code), make("span", `${own.naam} · ${code}`, { class: "eenheid" }));
  button.addEventListener("click", close);
  head.append(titles, button);
  const list = make("dl");
  for (const kaart of data.kaarten) {
    const vel = own.vellen[`${kaart.id}|${state.periode}`], group = make("div", undefined, kaart.id === state.kaart ? { class: "nu" } : {});
    const text = vel.reden ? `geen kaart voor deze gemeente: ${vel.reden}` : vel.gebieden[code] ?? "dit gebied staat niet op deze kaart";
    group.append(make("dt", `${/^\d+$/.test(kaart.id) ? kaart.id + ". " : ""}${kaart.titel}`), make("dd", text));
    list.append(group);
  }
  node.replaceChildren(head, list);
  node.hidden = false;
}
