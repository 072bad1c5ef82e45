// Pictures that the map needs: the patterns of the report (one a status) and names as
// images, since there is no server of letters. Drawn on a canvas when the map asks.

const RATIO = 2;

const STATUS = {
  1: (c, n) => { fill(c, n, "#fff"); line(c, "#9aa2a9", n / 7, [n / 2, 0, n / 2, n]); },
  2: (c, n) => { fill(c, n, "#fff"); dot(c, n / 2, n / 2, n / 7, "#6c757d"); },
  3: (c, n) => { fill(c, n, "#ececec"); line(c, "#7f8890", n / 9, [0, n / 2, n, n / 2], [n / 2, 0, n / 2, n]); },
  4: (c, n) => { fill(c, n, "#eef0f2"); slant(c, n, -1, "#9aa2a9", n / 4); },
  5: (c, n) => { fill(c, n, "#fff"); line(c, "#7f8890", n / 9, [n * .25, n * .25, n * .75, n * .75], [n * .75, n * .25, n * .25, n * .75]); },
  6: (c, n) => { fill(c, n, "#fff"); line(c, "#c2c8cd", n / 4, [0, n / 8, n, n / 8]); },
};

function fill(c, n, colour) { c.fillStyle = colour; c.fillRect(0, 0, n, n); }
function dot(c, x, y, r, colour) { c.fillStyle = colour; c.beginPath(); c.arc(x, y, r, 0, 7); c.fill(); }
function line(c, colour, width, ...lines) {
  c.strokeStyle = colour; c.lineWidth = width;
  for (const [x, y, to, down] of lines) { c.beginPath(); c.moveTo(x, y); c.lineTo(to, down); c.stroke(); }
}
// Slanting lines that go on in the next square.
function slant(c, n, way, colour, width) {
  for (const shift of [-n, 0, n])
    line(c, colour, width, way > 0 ? [shift, n, shift + n, 0] : [shift, 0, shift + n, n]);
}

function square(n, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = n;
  draw(canvas.getContext("2d"), n);
  return canvas;
}

const pixels = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
const drawing = (code) => STATUS[code] ?? STATUS[1];

// Gives the map each picture when it first asks for it: `zonder-<status>` or `naam|<level>|<text>`.
export function givePictures(map) {
  map.on("styleimagemissing", ({ id }) => {
    const [kind, level, ...text] = id.split("|");
    const made = kind === "naam" ? letters(level, text.join("|"))
      : pixels(square(16, drawing(Number(id.split("-")[1]))));
    if (!map.hasImage(id)) map.addImage(id, made, { pixelRatio: RATIO });
  });
}

// A swatch for the legend: a colour, or the pattern of a status.
export function swatch({ colour, status }) {
  const canvas = document.createElement("canvas"), c = canvas.getContext("2d");
  canvas.width = 52; canvas.height = 36; canvas.className = "staal"; canvas.setAttribute("aria-hidden", "true");
  c.fillStyle = colour ?? "#fff"; c.fillRect(0, 0, 52, 36);
  const picture = status ? square(16, drawing(status)) : null;
  if (picture) { c.fillStyle = c.createPattern(picture, "repeat"); c.fillRect(0, 0, 52, 36); }
  return canvas;
}

const FONT = { gemeente: "600 13px", wijk: "600 11.5px", buurt: "11px" };

function letters(style, text) {
  const canvas = document.createElement("canvas"), c = canvas.getContext("2d");
  const font = `${(FONT[style] ?? FONT.buurt)} system-ui, "Segoe UI", Roboto, Arial, sans-serif`;
  const lines = wrapped(text);
  c.font = font;
  const width = Math.max(...lines.map((l) => c.measureText(l).width)) + 8, height = lines.length * 15 + 6;
  canvas.width = Math.ceil(width * RATIO); canvas.height = Math.ceil(height * RATIO);
  c.scale(RATIO, RATIO);
  Object.assign(c, { font, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3.5 });
  lines.forEach((l, i) => {
    const y = 3 + 15 * i + 7.5;
    c.strokeStyle = "rgba(255,255,255,.92)"; c.strokeText(l, width / 2, y);
    c.fillStyle = "#16202a"; c.fillText(l, width / 2, y);
  });
  return pixels(canvas);
}

// Two or three lines of about eighteen letters; what is longer still is cut off with an ellipsis.
function wrapped(text) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last && (last + " " + word).length > 18) lines.push(word); else lines[lines.length - 1] = last ? last + " " + word : word;
  }
  const shown = lines.slice(0, 3).map((l) => (l.length > 26 ? l.slice(0, 25) + "…" : l));
  if (lines.length > 3) shown[2] = shown[2].slice(0, 25) + "…";
  return shown;
}
