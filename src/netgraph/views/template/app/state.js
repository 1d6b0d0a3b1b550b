// What the reader chose: one set of filters and one selection, which every face follows.

const listeners = { filter: [], selection: [] };
const onFilter = (action) => listeners.filter.push(action);
const onSelect = (action) => listeners.selection.push(action);

function announce(what) {
  for (const action of listeners[what]) action();
}

// Each filter takes away what it does not let through, in this order.
const filters = [];

function applyFilter() {
  for (const node of nodes) node.shown = true;
  for (const line of lines) line.shown = true;
  for (const filter of filters) filter();
  const { node, line } = selection;
  if ((node && !node.shown) || (line && !line.shown)) select({});
  announce("filter");
}

// Selected is a node, a line, or nothing.
const selection = { node: null, line: null };
let cursor = null; // the node the keyboard stands on

// The one way to select: from every face, the search, the keyboard and the details themselves.
function select({ node = null, line = null }) {
  Object.assign(selection, { node, line });
  if (node) {
    reveal(node);
    cursor = node;
  }
  announce("selection");
}

// Whether a line belongs to what is selected, and whether a node lies next to it; if nothing is, all do.
const isTouched = (line) =>
  selection.node ? line.start === selection.node || line.end === selection.node : selection.line === null || line === selection.line;
const isNear = (node) =>
  selection.node
    ? node === selection.node || node.lines.some((line) => line.shown && across(line, node) === selection.node)
    : selection.line
      ? node === selection.line.start || node === selection.line.end
      : true;
