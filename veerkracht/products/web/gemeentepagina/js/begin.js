// Begins: patterns at the size of a screen, one panel, and who redraws at which change.
document.querySelectorAll("pattern").forEach((patroon) => patroon.setAttribute("patternTransform", `scale(.5) ${patroon.getAttribute("patternTransform") || ""}`));

function opnieuw(wat) {
  if (wat === "keuze") {
    zichtbaar().forEach((paneel) => paneel.markeer());
    detail();
    tabel();
  } else if (wat === "kaart") {
    const [eerste] = staat.panelen, knop = document.getElementById(`kies-${eerste.k}`);
    if (knop) knop.checked = true;
    verschilVanGrenzen();
    clearTimeout(opnieuw.straks);
    opnieuw.straks = setTimeout(() => { tabel(); if (staat.keuze) detail(); const { kaart, stand, plaats } = eerste.beeld; meld(`${kaart.titel}, ${stand.moment}: ${stand.getoond} van ${stand.totaal} ${MEERVOUD[plaats.niveau]} met een klasse`); }, 120);
  } else {
    const deel = document.querySelector(".notities");
    if (deel) deel.replaceWith(notitiedeel());
    tabel();
  }
}

if (D.kaarten.length) {
  werkbalk();
  kiezer();
  staat.panelen.push(new Paneel(1));
  luisteraars.push(opnieuw);
  staat.panelen[0].verf();
  document.getElementById(`kies-${staat.panelen[0].k}`).checked = true;
  tabel();
  detail();
  zoekveld();
} else {
  document.getElementById("panelen").append(maak("p", { class: "geenkaart" }, "Deze editie bevat geen kaarten."));
}
document.documentElement.dataset.klaar = "ja";
