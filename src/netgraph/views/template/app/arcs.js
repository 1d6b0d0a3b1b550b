// The arcs of the map. Where there are more than can be told apart the widest stand out, and the others stay as
// pale lines: none is left out, and none is led past a place that its routes do not touch, as bundling would.

const ROOM_OF_ARC = 12000; // square pixels of the map for each arc that stands out
const [LEAST_STRONG, MOST_STRONG] = [12, 60]; // of them, whatever its size
let pointed = null; // the country under the pointer

// A bow to the left of its direction, so that there and back lie apart.
function bow([x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const [cx, cy] = [(x1 + x2) / 2 + dy * 0.18, (y1 + y2) / 2 - dx * 0.18];
  const t = 0.6; // where its arrow stands
  const at = (a, c, b) => (1 - t) ** 2 * a + 2 * t * (1 - t) * c + t * t * b;
  const slope = (a, c, b) => (1 - t) * (c - a) + t * (b - c);
  return {
    d: `M${x1} ${y1}Q${cx} ${cy} ${x2} ${y2}`,
    length: Math.hypot(dx, dy),
    arrow: `translate(${at(x1, cx, x2)} ${at(y1, cy, y2)}) rotate(${(Math.atan2(slope(y1, cy, y2), slope(x1, cx, x2)) * 180) / Math.PI})`,
  };
}

// Say which arcs are pale, given the narrowest first; equals are treated alike. Many are drawn fainter.
function makePale(width, height) {
  const room = Math.min(MOST_STRONG, Math.max(LEAST_STRONG, Math.floor((width * height) / ROOM_OF_ARC)));
  const most = arcs.length > room ? arcs.at(-1 - room).size : 0;
  for (const arc of arcs) arc.pale = arc.size <= most;
  const pale = arcs.filter((arc) => arc.pale).length;
  arcLayer.style.setProperty("--ink-of-arcs", Math.max(0.24, 0.5 - (arcs.length - pale) / 400));
  arcLayer.style.setProperty("--ink-of-pale", Math.max(0.04, Math.min(0.3, 1.6 / Math.sqrt(pale))));
}

// How many arcs are pale and what the widest of them stands for, or nothing.
function palest() {
  const pale = arcs.filter((arc) => arc.pale);
  if (pale.length === 0) return [];
  return [say("map-pale", { n: pale.length, items: COUNTS[counting].count(pale.at(-1).size) }), say("map-point")];
}

function drawArc(arc, most) {
  const { d, length, arrow } = bow(arc.from.at, arc.to.at);
  const width = 1.3 + 5.7 * Math.sqrt(arc.size / most);
  const head = 3 + 0.8 * width;
  const kind = COUNTS[counting];
  const tip = length > 44 && kind.arrow(arc.items) ? [draw("path", { class: "head", d: `M${head} 0L${-head} ${0.8 * head}V${-0.8 * head}Z`, transform: arrow })] : [];
  arc.element = draw("g", { class: "arc" }, draw("title", {}, arcText(arc)), draw("path", { d, "stroke-width": width }), ...tip);
  arc.element.addEventListener("click", () => selectArc(arc));
  return arc.element;
}

function arcText({ from, to, size }) {
  const [start, end] = [from, to].map(({ name }) => isolated(short(name, 60)));
  return say("arc", { from: start, to: end, arrow: say("arrow"), items: COUNTS[counting].count(size) });
}

const selectArc = ({ from, to, items }) => select({ bundle: asBundle([from.name, to.name], items) });

// What is chosen, stood on or pointed at brings out its own arcs.
function markArcs() {
  const anything = isAnything();
  const { lines: linesOf } = COUNTS[counting];
  for (const arc of arcs) {
    const { element, items, from, to } = arc;
    const touched = anything && [...items].some((item) => linesOf(item).some((line) => line.shown && isTouched(line)));
    const near = [from, to, arc].includes(standing) || from === pointed || to === pointed;
    element?.classList.toggle("standing", arc === standing);
    element?.classList.toggle("pale", arc.pale && !touched && !near);
    element?.classList.toggle("faded", (anything && !touched) || (pointed !== null && !near));
  }
}

function point(country) {
  pointed = country;
  markArcs();
}
