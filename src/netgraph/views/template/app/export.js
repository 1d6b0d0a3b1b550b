// The face that is seen as a picture of its own: heading, legend and notes with it, its marking above and below.

const FINE = 2; // pixels of an image for each of the screen
const MOST_PIXELS = 60e6;

// Laid out by the browser like the rest of the page, and gone before anything is painted.
function sheetOf(width) {
  const banner = () => document.querySelector(".marking").cloneNode(true);
  const slot = make("div", { class: "slot" });
  const made = legend.generated.map((pair) => pair.join(" ")).join(", ");
  const sheet = make("section", { class: "sheet", dir: getComputedStyle(document.body).direction },
    banner(),
    make("div", { class: "words" }, make("h1", {}, words(legend.title)), make("p", { class: "quiet" }, [part("counts").textContent, ...(isNarrowed() ? [said.textContent] : [])].join(" · "))),
    slot,
    ...(face === "graph" ? [make("div", { class: "words signs" }, ...signsInView())] : []),
    make("ul", { class: "words quiet" }, ...[...legend.notes, made].map((note) => make("li", {}, words(short(note, 600))))),
    banner(),
  );
  sheet.style.width = `${width}px`;
  return { sheet, slot };
}

// The legend of what is drawn, with what is in view of each.
function signsInView() {
  const tallied = (items, kinds, sign) =>
    kinds.flatMap((kind) => {
      const size = items.filter((item) => item.shown && item.kind === kind).length;
      return size > 0 ? [make("span", {}, sign(kind), words(` ${short(kind.name, 40)} ${numeral(size)}`))] : [];
    });
  return [...tallied(nodes, legend.nodeTypes, glyph), ...tallied(lines, legend.lineTypes, stroke), make("p", { class: "quiet" }, part("reading").textContent)];
}

// The whole of a face: also what is scrolled away, and no more than there is to see.
function sizeOfFace(host) {
  const [scrolled] = host.querySelectorAll(".scroll");
  (scrolled ?? host).scrollTo(0, 0);
  if (!scrolled) return [host.scrollWidth, host.scrollHeight];
  const { left, top } = host.getBoundingClientRect();
  const { right, bottom } = scrolled.firstElementChild.getBoundingClientRect();
  return [Math.max(host.clientWidth, right - left + 16), bottom - top + 16].map(Math.ceil);
}

function exported() {
  const host = part(face);
  const [width, height] = sizeOfFace(host);
  const { sheet, slot } = sheetOf(Math.max(width, 640));
  slot.style.height = `${height}px`;
  document.body.append(sheet);
  try {
    const { left, top, width: wide, height: high } = sheet.getBoundingClientRect();
    const place = slot.getBoundingClientRect();
    const { left: x, top: y } = host.getBoundingClientRect();
    const drawn = face === "graph" ? [recordGraph()] : traced(host, x, y);
    const inner = draw("svg", { x: tenth(place.left - left), y: tenth(place.top - top), width, height, overflow: "hidden" }, ...drawn);
    return draw("svg", { width: Math.ceil(wide), height: Math.ceil(high), viewBox: `0 0 ${Math.ceil(wide)} ${Math.ceil(high)}`, role: "img" },
      draw("title", {}, writable(`TLP:${legend.marking} - ${short(legend.title, 500)}`)),
      draw("rect", { width: "100%", height: "100%", fill: "#fff" }),
      ...traced(sheet, left, top), inner);
  } finally {
    sheet.remove();
  }
}

function download(blob, ending) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: `${face}-TLP-${legend.marking}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60e3);
}

function exportSvg() {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(exported())}\n`;
  download(new Blob([text], { type: "image/svg+xml" }), "svg");
}

async function exportPng() {
  const svg = exported();
  const [width, height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
  const scale = Math.min(FINE, Math.sqrt(MOST_PIXELS / (width * height)));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  const canvas = make("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => download(blob, "png"), "image/png");
}

part("as-svg").addEventListener("click", exportSvg);
part("as-png").addEventListener("click", exportPng);
