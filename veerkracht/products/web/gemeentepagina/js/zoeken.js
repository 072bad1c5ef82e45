// Search by name or code: a field with a list, by pointer and by keyboard.
const ZOEK_MAX = 12;
const kaal = (woord) => woord.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const wijkVan = (plaats, i) => (plaats.wijk[i] === null ? "" : `, ${plaats.wijken[plaats.wijk[i]][1]}`);
const vindbaar = D.plaatsen.flatMap((plaats, p) => plaats.code.map((code, i) => ({ p, i, naam: plaats.naam[i], code, zoek: kaal(`${plaats.naam[i]} ${code}`) })));

function zoekveld() {
  const veld = document.getElementById("zoek"), lijst = document.getElementById("zoeklijst");
  let gevonden = [], actief = -1;
  const sluit = () => { lijst.hidden = true; veld.setAttribute("aria-expanded", "false"); veld.removeAttribute("aria-activedescendant"); actief = -1; };
  const neem = (n) => { const { p, i, naam } = gevonden[n]; veld.value = naam; sluit(); kies({ p, i }); staat.panelen.forEach((paneel) => inPlaats({ p, i }, paneel.beeld.p).slice(0, 1).forEach((x) => paneel.naar(x))); };
  const wijs = (n) => {
    actief = n;
    [...lijst.children].forEach((optie, m) => optie.setAttribute("aria-selected", String(m === n)));
    if (n >= 0) { veld.setAttribute("aria-activedescendant", `zoek-${n}`); lijst.children[n].scrollIntoView({ block: "nearest" }); }
  };
  const zoek = () => {
    const vraag = kaal(veld.value.trim());
    gevonden = vraag ? vindbaar.filter((gebied) => gebied.zoek.includes(vraag)).sort((a, b) => a.zoek.indexOf(vraag) - b.zoek.indexOf(vraag) || (a.zoek < b.zoek ? -1 : 1)).slice(0, ZOEK_MAX) : [];
    lijst.replaceChildren(...gevonden.map((gebied, n) => maak("li", { role: "option", id: `zoek-${n}`, "aria-selected": "false", onmousedown: (e) => { e.preventDefault(); neem(n); } }, gebied.naam, maak("span", { class: "klein" }, ` ${D.plaatsen[gebied.p].niveau} ${gebied.code}${wijkVan(D.plaatsen[gebied.p], gebied.i)}`))));
    if (!vraag) return sluit();
    lijst.hidden = !gevonden.length;
    veld.setAttribute("aria-expanded", String(Boolean(gevonden.length)));
    meld(gevonden.length ? `${gevonden.length} gevonden` : "niets gevonden");
    wijs(gevonden.length ? 0 : -1);
  };
  veld.addEventListener("input", zoek);
  veld.addEventListener("blur", sluit);
  veld.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); if (gevonden.length) wijs((actief + (e.key === "ArrowDown" ? 1 : gevonden.length - 1)) % gevonden.length); }
    else if (e.key === "Enter" && actief >= 0) { e.preventDefault(); neem(actief); }
    else if (e.key === "Escape") sluit();
  });
}
