// The histogram over years with its slider: a strip below the other faces, and a face of its own.

const PACE = 900; // milliseconds for each bin while it plays
const counted = lines.some((line) => line.dated) ? "claim" : "node"; // what the bars count
const amountOf = (n) => say(counted === "claim" ? "claims" : "nodes", { n });
const barsBy = (n) => say(counted === "claim" ? "claims-by-year" : "nodes-by-year", { n });
const bars = Array.from({ length: binCount }, newBar);
const thumbs = ["from", "to"].map(slider);
const said = make("output", { class: "span" });
const keepUndated = make("input", { type: "checkbox", id: "undated" });
const play = button(say("play"), () => (playing ? stop() : start()), { id: "play", "aria-pressed": "false" });
const caption = make("p", { class: "quiet", id: "bars-caption" });
let playing = 0; // the timer
let pending = 0; // the frame in which the filter follows the slider

function newBar(_, bin) {
  const [all, shown, chosen] = ["all", "shown", "picked"].map((name) => make("span", { class: name }));
  const text = make("span", { class: "amount" });
  const name = make("span", { class: "tick" }, binName(bin));
  const spoken = make("span", { class: "unseen" });
  const item = make("li", {}, spoken, make("span", { class: "column", "aria-hidden": "true" }, all, shown, chosen, text), name);
  name.setAttribute("aria-hidden", "true");
  item.addEventListener("click", () => setSpan(span.from === bin && span.to === bin ? { from: 0, to: binCount - 1 } : { from: bin, to: bin }));
  return { item, all, shown, chosen, text, spoken };
}

function slider(end) {
  const input = make("input", { type: "range", min: "0", max: String(Math.max(0, binCount - 1)), step: "1", "aria-label": say(end === "from" ? "first-year" : "last-year") });
  input.addEventListener("input", () => {
    stop();
    const value = Number(input.value);
    setSpan({ [end]: end === "from" ? Math.min(value, span.to) : Math.max(value, span.from) });
  });
  return input;
}

function setSpan(change) {
  Object.assign(span, change);
  showSpan();
  pending ||= requestAnimationFrame(() => {
    pending = 0;
    applyFilter();
  });
}

function showSpan() {
  const [from, to] = [binName(span.from), binName(span.to)];
  thumbs[0].value = span.from;
  thumbs[1].value = span.to;
  thumbs[0].setAttribute("aria-valuetext", from);
  thumbs[1].setAttribute("aria-valuetext", to);
  thumbs[0].classList.toggle("above", span.from > binCount / 2);
  said.textContent = span.from === span.to ? from : `${from.split("–")[0]} – ${to.split("–").at(-1)}`;
}

// Play moves the span over the years; from the whole range it starts as one bin. Where motion is to be reduced
// each press is one step.
const reduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function advance() {
  if (span.to < binCount - 1) setSpan({ from: span.from + 1, to: span.to + 1 });
  else stop();
}

function start() {
  if (span.to === binCount - 1) setSpan({ from: 0, to: span.from === 0 ? 0 : span.to - span.from });
  else advance();
  if (reduced()) return;
  playing = setInterval(advance, PACE);
  play.textContent = say("pause");
  play.setAttribute("aria-pressed", "true");
}

function stop() {
  clearInterval(playing);
  playing = 0;
  play.textContent = say(reduced() ? "step" : "play");
  play.setAttribute("aria-pressed", "false");
}

// How many fall in each bin; what lasts for several years counts in each of them.
function tally(items) {
  const counts = new Array(binCount).fill(0);
  for (const { bins: [first, last] } of items) for (let bin = first; bin <= last; bin += 1) counts[bin] += 1;
  return counts;
}

const countable = counted === "node" ? nodes.filter((node) => node.years) : lines.flatMap((line) => line.claims).filter((claim) => claim.years);
const everything = tally(countable);
const highest = Math.max(...everything, 1);

function drawTimeline() {
  const shown = tally(countable.filter(isThere));
  for (const [bin, { item, all, shown: solid, text, spoken }] of bars.entries()) {
    const within = bin >= span.from && bin <= span.to;
    const now = within ? shown[bin] : 0;
    all.style.height = `${(100 * everything[bin]) / highest}%`;
    solid.style.height = `${(100 * now) / highest}%`;
    text.style.bottom = all.style.height;
    text.textContent = within && now !== everything[bin] ? say("part-of", { shown: now, all: everything[bin] }) : numeral(everything[bin]);
    item.classList.toggle("outside", !within);
    spoken.textContent = say("bar", { years: binName(bin), items: say("part-of", { shown: now, all: amountOf(everything[bin]) }) });
    item.title = spoken.textContent;
  }
  markTimeline();
}

// What is selected, within the bars.
function markTimeline() {
  const isChosen = (item) => (counted === "node" ? isNear(item) : isTouched(item.line));
  const touched = isAnything() ? tally(countable.filter((item) => isThere(item) && isChosen(item))) : [];
  for (const [bin, { chosen }] of bars.entries()) {
    const within = bin >= span.from && bin <= span.to;
    chosen.style.height = `${(100 * (within ? touched[bin] ?? 0 : 0)) / highest}%`;
  }
}

function buildTimeline() {
  const host = part("timeline");
  if (binCount === 0) {
    host.append(make("p", { class: "empty" }, say("timeline-empty")));
    return;
  }
  document.querySelector("main").classList.add("dated");
  const undatedClaims = lines.flatMap((line) => line.claims).filter((claim) => !claim.years).length + (groups.length > 0 ? 0 : lines.filter((line) => line.claims.length === 0).length);
  const undatedNodes = nodes.filter((node) => !node.dated).length;
  const rest = listed(undatedNodes && say("nodes", { n: undatedNodes }), undatedClaims && say("claims", { n: undatedClaims }));
  caption.textContent = say("timeline-reading", { bars: barsBy(step) });
  keepUndated.checked = true;
  keepUndated.addEventListener("change", () => setSpan({ undated: keepUndated.checked }));
  const list = make("ol", { class: "bars", "aria-label": barsBy(step) }, ...bars.map(({ item }) => item));
  const range = make("div", { class: "range" }, ...thumbs);
  // Not every bar has room for its name: `minor` ones in the strip, `rare` ones in the face.
  for (const [name, room] of [["minor", 10], ["rare", 24]]) {
    for (const [bin, { item }] of bars.entries()) item.classList.toggle(name, bin % Math.ceil(binCount / room) !== 0);
  }
  range.style.setProperty("--half", `${50 / binCount}%`);
  host.append(
    caption,
    make("div", { class: "control" }, ...(binCount > 1 ? [play] : []), said),
    make("div", { class: "chart" }, list, range),
    ...(rest ? [make("label", { class: "choice", title: say("without-date", { items: rest }) }, keepUndated, make("span", {}, say("undated")), make("span", { class: "count" }, numeral(undatedNodes + undatedClaims)))] : []),
  );
  stop();
  showSpan();
  onFilter(drawTimeline);
  onSelect(markTimeline);
}

resets.push(() => {
  stop();
  Object.assign(span, { from: 0, to: binCount - 1, undated: true });
  keepUndated.checked = true;
  if (binCount > 0) showSpan();
});
buildTimeline();
addFace("timeline", () => {}, () => {});
