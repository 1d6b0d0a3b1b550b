// Labels: as many as the window has room for, best connected nodes first, none upon another.
// They are set in pixels of the screen, so that zooming in makes room for more.

const SIZE = 0.86 * parseFloat(getComputedStyle(document.documentElement).fontSize);
const FAMILY = getComputedStyle(document.body).fontFamily;
const LABEL_FONT = `${SIZE}px ${FAMILY}`;
const AREA_FONT = `600 ${0.96 * SIZE}px ${FAMILY}`;
const CHOSEN_FONT = `700 ${1.04 * SIZE}px ${FAMILY}`;
const LABEL_HEIGHT = 1.25 * SIZE;
const PIXELS_PER_LABEL = 10000;
const ALWAYS = 5; // labels of this many best connected nodes may cover lesser nodes

// Rectangles on the screen, in cells of a grid so that few have to be compared.
class Occupied {
  constructor() {
    this.cells = new Map();
  }

  * keys({ left, top, right, bottom }) {
    for (let column = Math.floor(left / 80); column <= right / 80; column += 1) {
      for (let row = Math.floor(top / 40); row <= bottom / 40; row += 1) yield column * 100003 + row;
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  free(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return false;
      }
    }
    return true;
  }
}

function measured(ctx, item, text, font) {
  if (item.labelFont !== font) {
    ctx.font = font;
    item.labelFont = font;
    item.labelText = short(text.slice(0, 400).replace(/\s+/gu, " ").trim(), 26);
    item.labelWidth = ctx.measureText(item.labelText).width;
  }
  return item;
}

function inscribe(ctx, text, box, colour) {
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = "rgb(255 255 255 / 92%)";
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

const boxAt = (x, y, width) => ({ left: x - width / 2 - 3, right: x + width / 2 + 3, top: y - LABEL_HEIGHT / 2, bottom: y + LABEL_HEIGHT / 2 });

// Below the node, above it, to its right, to its left.
function placesFor(x, y, r, width) {
  const [away, aside] = [r + 4 + LABEL_HEIGHT / 2, r + 6 + width / 2];
  return [[x, y + away], [x, y - away], [x + aside, y], [x - aside, y]].map((centre) => boxAt(...centre, width));
}

// Jurisdictions are named beside their area, where no symbol is if there is such a place; labels of nodes then make
// way for the names.
function nameAreas(ctx, toScreen, labels, symbols, width, height) {
  const named = new Set();
  for (const area of areas) {
    measured(ctx, area, area.name, AREA_FONT);
    const [[left, top], [right, bottom]] = [toScreen(...area.box.slice(0, 2)), toScreen(...area.box.slice(2))];
    const [x, y, half] = [(left + right) / 2, (top + bottom) / 2, area.labelWidth / 2 + 4];
    const boxes = [[x, top - 8], [x, bottom + 9], [left - half, y], [right + half, y]].map((centre) => boxAt(...centre, area.labelWidth));
    const box = boxes.find((one) => one.left > 0 && one.right < width && labels.free(one) && symbols.free(one)) ?? (labels.free(boxes[0]) ? boxes[0] : null);
    if (!box) continue;
    labels.add(box);
    if (x > 0 && x < width && y > 0 && y < height) named.add(`${area.jurisdiction} ${area.name}`);
    ctx.font = AREA_FONT;
    inscribe(ctx, area.labelText, box, "#52606d");
  }
  return named;
}

function drawLabels(ctx) {
  const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
  const [width, height] = [ctx.canvas.clientWidth, ctx.canvas.clientHeight];
  const view = ctx.getTransform();
  const scale = view.a / ratio;
  const toScreen = (x, y) => [(view.a * x + view.e) / ratio, (view.d * y + view.f) / ratio];
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";

  const labels = new Occupied();
  const symbols = new Occupied();
  const seen = [];
  for (const node of byRank) {
    if (!node.shown) continue;
    const [x, y] = toScreen(node.x, node.y);
    const r = radius(node, scale) * scale;
    if (x < -r || y < -r || x > width + r || y > height + r) continue;
    symbols.add({ left: x - r, right: x + r, top: y - r, bottom: y + r, node });
    seen.push({ node, x, y, r });
  }
  // A node that is its jurisdiction is named by the area around it.
  const named = nameAreas(ctx, toScreen, labels, symbols, width, height);
  const nameless = (node) => named.has(`${node.jurisdiction} ${node.label}`);

  const chosen = (node) => node === selection.node || node === cursor || (selection.line !== null && isNear(node));
  seen.sort((a, b) => Number(chosen(b.node)) - Number(chosen(a.node)));
  const most = Math.max(ALWAYS, (width * height) / PIXELS_PER_LABEL);
  let rank = 0;
  for (const { node, x, y, r } of seen) {
    if (rank > most) break;
    if (!chosen(node) && (!isNear(node) || nameless(node))) continue;
    const font = chosen(node) ? CHOSEN_FONT : LABEL_FONT;
    const { labelText, labelWidth } = measured(ctx, node, node.label, font);
    const boxes = placesFor(x, y, r, labelWidth);
    const inside = (box) => box.left > 0 && box.right < width && box.top > 0 && box.bottom < height;
    const fits = (box) => inside(box) && labels.free(box);
    const clear = (box) => fits(box) && symbols.free(box);
    rank += 1;
    const box = boxes.find(clear) ?? (rank <= ALWAYS || chosen(node) ? boxes.find(fits) : undefined);
    if (!box) continue;
    labels.add(box);
    ctx.font = font;
    inscribe(ctx, labelText, box, "#1c2630");
  }
  ctx.restore();
}

network.on("afterDrawing", drawLabels);
