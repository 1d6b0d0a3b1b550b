// What the reader chose: one set of filters and one selection, which every face follows.

const listeners = { filter: [], selection: [] };
const onFilter = (action) => listeners.filter.push(action);
const onSelect = (action) => listeners.selection.push(action);

function announce(what) {
  for (const action of listeners[what]) action();
}

// Each filter takes away what it does not let through, in this order.
const filters = [];

function filterBy(wanted) {
  for (const node of nodes) node.shown = true;
  for (const line of lines) {
    line.shown = true;
    for (const claim of line.claims) claim.shown = true;
  }
  for (const filter of wanted) filter();
}

function applyFilter() {
  if (groups.length > 0) keepWhatPasses();
  filterBy(filters);
  const { node, line, bundle } = selection;
  if ((node && !node.shown) || (line && !line.shown) || (bundle && ![...bundle.lines].some((one) => one.shown))) select({});
  announce("filter");
}

// Selected is a node, a line, a bundle of lines with a title, or nothing.
const selection = { node: null, line: null, bundle: null };
let cursor = null; // the node the keyboard stands on

// The one way to select: from every face, the search, the keyboard and the details themselves.
function select({ node = null, line = null, bundle = null }) {
  if (node) {
    reveal(node);
    cursor = node;
  }
  Object.assign(selection, { node, line, bundle });
  announce("selection");
}

// Whether a line belongs to what is selected, and whether a node lies next to it; if nothing is, all do.
const isAnything = () => Boolean(selection.node || selection.line || selection.bundle);

function isTouched(line) {
  const { node, line: chosen, bundle } = selection;
  if (node) return [line.start, line.end].some((end) => end === node || (node.members && end.group === node));
  if (chosen) return line === chosen;
  return !bundle || bundle.lines.has(line);
}

const isNear = (node) => node === selection.node || !isAnything() || node.lines.some((line) => line.shown && isTouched(line));
