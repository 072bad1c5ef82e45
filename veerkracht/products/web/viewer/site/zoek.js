// A box to search gemeenten, wijken and buurten by name or code, usable with the keyboard (combobox pattern of ARIA).

const MOST = 12;
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
let number = 0;

export function searchBox(form, data, gebieden, choose) {
  const input = form.querySelector("input"), list = form.querySelector("ul"), id = `gevonden-${++number}`;
  const name = Object.fromEntries(data.gemeenten.map((g) => [g.code, g.naam]));
  let found = [], active = -1, areas = null;
  list.id = id;
  input.setAttribute("aria-controls", id);

  const search = (text) => {
    const wanted = plain(text.trim());
    if (!wanted) return [];
    const gemeenten = data.gemeenten.map((g) => ({ code: g.code, naam: g.naam, soort: "gemeente", kader: g.kader, gemeente: g.code }));
    const rank = (row) => {
      const naam = plain(row.naam);
      return naam.startsWith(wanted) ? 0 : row.code.toLowerCase() === wanted ? 0 : naam.includes(wanted) ? 1 : 2;
    };
    return [...gemeenten, ...(areas ?? [])].map((row, i) => [rank(row), i, row]).filter(([r]) => r < 2)
      .sort((a, b) => (a[2].soort === "gemeente" ? 0 : 2) + a[0] - (b[2].soort === "gemeente" ? 0 : 2) - b[0] || a[1] - b[1])
      .slice(0, MOST).map(([, , row]) => row);
  };
  const show = () => {
    list.replaceChildren(...found.map((row, i) => {
      const item = document.createElement("li"), small = document.createElement("small");
      item.id = `${id}-${i}`; item.role = "option"; item.ariaSelected = String(i === active);
      small.textContent = row.soort === "gemeente" ? "gemeente" : `${row.soort} in ${name[row.gemeente] ?? row.gemeente}`;
      item.append(row.naam, small);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(row); });
      return item;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!!found.length));
    active >= 0 ? input.setAttribute("aria-activedescendant", `${id}-${active}`) : input.removeAttribute("aria-activedescendant");
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => { found = []; active = -1; show(); };
  const take = (row) => { input.value = row.naam; close(); choose(row); };
  const renew = () => { found = search(input.value); active = -1; show(); };

  input.addEventListener("focus", async () => {
    if (areas) return;
    areas = (await gebieden()).map(([code, naam, gemeente, ...kader]) => ({ code, naam, gemeente, kader, soort: code.startsWith("WK") ? "wijk" : "buurt" }));
    if (document.activeElement === input && input.value) renew();
  }, { once: false });
  input.addEventListener("input", renew);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { active = (active + step + found.length) % found.length; show(); event.preventDefault(); }
    if (event.key === "Escape") close();
    if (event.key === "Enter") { event.preventDefault(); if (found.length) take(found[Math.max(active, 0)]); }
  });
  return { show: (text) => { input.value = text; } };
}
