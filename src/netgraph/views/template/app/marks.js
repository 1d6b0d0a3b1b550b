// What an analysis found, drawn into the network: ties that alone hold parts together are struck out, and what it
// removed is crossed out, or gone.

const MARK = "#000";

function drawMarks(ctx) {
  const scale = network.getScale();
  ctx.lineWidth = 2 / scale;
  ctx.strokeStyle = MARK;
  const cross = (x, y, r, angles) => {
    for (const angle of angles) {
      ctx.beginPath();
      ctx.moveTo(x - r * Math.cos(angle), y - r * Math.sin(angle));
      ctx.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
      ctx.stroke();
    }
  };
  for (const { cut, shown, start, end } of lines) {
    if (!cut || !shown) continue;
    const along = Math.atan2(end.y - start.y, end.x - start.x);
    cross((start.x + end.x) / 2, (start.y + end.y) / 2, 5 / scale, [along + Math.PI / 3]);
  }
  for (const node of nodes) if (node.removed && node.shown) cross(node.x, node.y, radius(node, scale) + 5 / scale, [Math.PI / 4, -Math.PI / 4]);
}

network.on("afterDrawing", drawMarks);

function onlyWhatIsLeft() {
  if (!part("after-removal").checked) return;
  for (const node of nodes) node.shown &&= !node.removed;
}

part("after-removal").parentElement.hidden = !nodes.some((node) => node.removed);
part("after-removal").addEventListener("change", applyFilter);
filters.unshift(onlyWhatIsLeft); // before lines follow their ends
resets.push(() => (part("after-removal").checked = false));
