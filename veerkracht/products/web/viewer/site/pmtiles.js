// Reads tiles out of a PMTiles v3 archive by range requests.
// Own reader: no PyPI package carries the library by itself. Only what the archive of the viewer needs: gzip, MVT.
// A server without range requests answers with the whole file; that is then kept, so the map works there too.

const HEADER = 127, FIRST = 16384;

export class Archive {
  constructor(url) {
    this.url = url;
    this.directories = new Map();
    this.opened = null;
  }

  async tile(z, x, y, signal) {
    this.opened ??= this.open().catch((error) => { this.opened = null; throw error; });
    const head = await this.opened, id = tileId(z, x, y);
    let directory = head.root;
    for (let depth = 0; depth < 4; depth++) {
      const entry = find(directory, id);
      if (!entry) return new ArrayBuffer(0);
      if (entry.run > 0) {
        return head.zipped ? unzip(await this.bytes(head.data + entry.offset, entry.length, signal))
          : this.bytes(head.data + entry.offset, entry.length, signal);
      }
      directory = await this.leaf(head.leaves + entry.offset, entry.length);
    }
    throw new Error("PMTiles: te diep");
  }

  async open() {
    const start = await this.bytes(0, FIRST), view = new DataView(start);
    if (String.fromCharCode(...new Uint8Array(start, 0, 7)) !== "PMTiles" || view.getUint8(7) !== 3)
      throw new Error("PMTiles: geen archief van versie 3");
    const number = (at) => Number(view.getBigUint64(at, true));
    const offset = number(8), length = number(16);
    const root = offset + length <= start.byteLength ? start.slice(offset, offset + length) : await this.bytes(offset, length);
    if (view.getUint8(97) > 2 || view.getUint8(98) > 2) throw new Error("PMTiles: onbekende compressie");
    this.plain = view.getUint8(97) === 1;
    return { root: await this.decode(root), leaves: number(40), data: number(56), zipped: view.getUint8(98) === 2 };
  }

  leaf(offset, length) {
    if (!this.directories.has(offset))
      this.directories.set(offset, this.bytes(offset, length).then((bytes) => this.decode(bytes)));
    return this.directories.get(offset);
  }

  async decode(bytes) { return entries(new Uint8Array(this.plain ? bytes : await unzip(bytes))); }

  async bytes(offset, length, signal) {
    if (this.whole) return (await this.whole).slice(offset, offset + length);
    const answer = await fetch(this.url, { headers: { Range: `bytes=${offset}-${offset + length - 1}` }, signal });
    if (!answer.ok) throw new Error(`${this.url}: ${answer.status}`);
    const mark = answer.headers.get("etag");
    if (this.mark && mark && mark !== this.mark) throw new Error("De editie is intussen vervangen; laad de pagina opnieuw.");
    this.mark ??= mark;
    if (answer.status === 206) return answer.arrayBuffer();
    this.whole = answer.arrayBuffer();
    return (await this.whole).slice(offset, offset + length);
  }
}

async function unzip(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

// Position of a tile along the Hilbert curves of all zooms up to its own.
export function tileId(z, x, y) {
  let id = (4 ** z - 1) / 3;
  for (let s = 2 ** (z - 1); s >= 1; s /= 2) {
    const right = (x & s) > 0 ? 1 : 0, low = (y & s) > 0 ? 1 : 0;
    id += s * s * ((3 * right) ^ low);
    if (low === 0) {
      if (right === 1) { x = s - 1 - (x & (s - 1)); y = s - 1 - (y & (s - 1)); }
      [x, y] = [y, x];
    }
  }
  return id;
}

function entries(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0, scale = 1, byte;
    do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte > 127);
    return value;
  };
  const found = Array.from({ length: varint() }, () => ({}));
  let id = 0;
  for (const entry of found) entry.id = id += varint();
  for (const entry of found) entry.run = varint();
  for (const entry of found) entry.length = varint();
  found.forEach((entry, i) => {
    const value = varint();
    entry.offset = value === 0 && i > 0 ? found[i - 1].offset + found[i - 1].length : value - 1;
  });
  return found;
}

// The last entry that begins at or before the tile, if it holds it; one without a run is a leaf directory.
function find(directory, id) {
  let low = 0, high = directory.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (directory[middle].id <= id) low = middle + 1; else high = middle - 1;
  }
  const entry = directory[high];
  return entry && (entry.run === 0 || id < entry.id + entry.run) ? entry : null;
}
