// Stands in for a canvas: what is drawn on it becomes SVG. It knows what vis-network and this page draw with.

// A path that a canvas draws and that can be read back.
const shape = (d) => Object.assign(new Path2D(d), { d });

class Recorder {
  constructor(context) {
    this.canvas = context.canvas;
    this.real = context; // measures text and reads colours
    this.kept = [];
    this.dashes = [];
    Object.assign(this, { matrix: new DOMMatrix(), globalAlpha: 1, lineWidth: 1, strokeStyle: "#000", fillStyle: "#000", font: "10px sans-serif", lineJoin: "miter", lineCap: "butt", textAlign: "start", textBaseline: "alphabetic" });
    this.clearRect();
  }

  clearRect() {
    this.root = draw("g");
    this.d = [];
  }

  save() {
    const { matrix, dashes, globalAlpha, lineWidth, strokeStyle, fillStyle, font, lineJoin, lineCap, textAlign, textBaseline } = this;
    this.kept.push({ matrix, dashes, globalAlpha, lineWidth, strokeStyle, fillStyle, font, lineJoin, lineCap, textAlign, textBaseline });
  }

  restore() {
    Object.assign(this, this.kept.pop());
  }

  setTransform(...values) {
    this.matrix = new DOMMatrix(values);
  }

  getTransform() {
    return this.matrix;
  }

  translate(x, y) {
    this.matrix = this.matrix.translate(x, y);
  }

  scale(x, y) {
    this.matrix = this.matrix.scale(x, y);
  }

  rotate(angle) {
    this.matrix = this.matrix.rotate((angle * 180) / Math.PI);
  }

  setLineDash(dashes) {
    this.dashes = dashes;
  }

  getLineDash() {
    return this.dashes;
  }

  measureText(text) {
    this.real.font = this.font;
    return this.real.measureText(text);
  }

  // Points are fixed when they are added, whatever becomes of the transformation.
  add(command, ...points) {
    const fixed = points.map(([x, y]) => this.matrix.transformPoint({ x, y }));
    this.d.push(`${command}${fixed.map(({ x, y }) => `${tenth(x)} ${tenth(y)}`).join(" ")}`);
  }

  beginPath() {
    this.d = [];
  }

  closePath() {
    if (this.d.length > 0) this.d.push("Z");
  }

  moveTo(...point) {
    this.add("M", point);
  }

  lineTo(...point) {
    this.add(this.d.length > 0 ? "L" : "M", point);
  }

  quadraticCurveTo(cx, cy, x, y) {
    this.add("Q", [cx, cy], [x, y]);
  }

  bezierCurveTo(ax, ay, bx, by, x, y) {
    this.add("C", [ax, ay], [bx, by], [x, y]);
  }

  rect(x, y, width, height) {
    this.add("M", [x, y]);
    for (const point of [[x + width, y], [x + width, y + height], [x, y + height]]) this.add("L", point);
    this.closePath();
  }

  arc(x, y, r, from, to) {
    const at = (angle) => [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    const size = tenth(r * this.matrix.a);
    this.lineTo(...at(from));
    for (const end of [(from + to) / 2, to]) this.add(`A${size} ${size} 0 0 1 `, at(end));
  }

  paint(how, element) {
    this.real.fillStyle = how === "fill" ? this.fillStyle : this.strokeStyle;
    const colour = this.real.fillStyle; // as #rrggbb, or as rgba() when it lets through
    const parts = colour.startsWith("#") ? null : colour.match(/[\d.]+/g);
    const opacity = this.globalAlpha * (parts ? Number(parts[3]) : 1);
    element.setAttribute("fill", "none");
    element.setAttribute(how, parts ? `#${parts.slice(0, 3).map((part) => Number(part).toString(16).padStart(2, "0")).join("")}` : colour);
    if (opacity < 1) element.setAttribute("opacity", tenth(10 * opacity) / 10);
    if (how === "stroke") {
      const scale = element.hasAttribute("transform") ? 1 : this.matrix.a;
      element.setAttribute("stroke-width", Math.round(1000 * this.lineWidth * scale) / 1000);
      element.setAttribute("stroke-linejoin", this.lineJoin);
      if (this.lineCap !== "butt") element.setAttribute("stroke-linecap", this.lineCap);
      if (this.dashes.length > 0) element.setAttribute("stroke-dasharray", this.dashes.map((dash) => tenth(dash * scale)).join(" "));
    }
    this.root.append(element);
  }

  outline(how, path) {
    if (path?.d) this.paint(how, draw("path", { d: path.d, transform: this.transform() }));
    else if (this.d.length > 1) this.paint(how, draw("path", { d: this.d.join("") }));
  }

  fill(path) {
    this.outline("fill", path);
  }

  stroke(path) {
    this.outline("stroke", path);
  }

  text(how, text, x, y) {
    const [, weight, size, family] = this.font.match(/^(?:(\d+) )?([\d.]+)px (.*)$/) ?? [null, null, "12", "sans-serif"];
    const anchor = this.textAlign === "center" ? "middle" : "start";
    const baseline = this.textBaseline === "middle" ? "central" : "alphabetic";
    this.paint(how, draw("text", { x: tenth(x), y: tenth(y), transform: this.transform(), "font-family": family, "font-size": size, "font-weight": weight ?? 400, "text-anchor": anchor, "dominant-baseline": baseline }, writable(text)));
  }

  fillText(text, x, y) {
    this.text("fill", text, x, y);
  }

  strokeText(text, x, y) {
    this.text("stroke", text, x, y);
  }

  transform() {
    const { a, b, c, d, e, f } = this.matrix;
    return `matrix(${[a, b, c, d, e, f].map((value) => Math.round(1e4 * value) / 1e4).join(" ")})`;
  }
}

const tenth = (value) => Math.round(10 * value) / 10;

// What XML cannot hold, such as half a surrogate pair, is shown as what it is: unreadable.
const writable = (text) => text.toWellFormed().replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}");

// The network as it stands on the screen.
function recordGraph() {
  const canvas = part("graph").querySelector("canvas");
  const recorder = new Recorder(canvas.getContext("2d"));
  network.canvas.getContext = () => recorder;
  try {
    network.renderer._redraw();
  } finally {
    delete network.canvas.getContext;
    network.redraw();
  }
  const group = recorder.root;
  group.setAttribute("transform", `scale(${canvas.clientWidth / canvas.width})`);
  return group;
}
