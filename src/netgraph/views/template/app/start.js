// Put the page together and draw it once.

document.title = `TLP:${legend.marking} - ${legend.title}`;
part("title").textContent = legend.title;
part("title").title = short(legend.title, 500);
part("fit").addEventListener("click", () => faces.get(face).lens.fit());
part("zoom-in").addEventListener("click", () => faces.get(face).lens.zoom(1.4));
part("zoom-out").addEventListener("click", () => faces.get(face).lens.zoom(1 / 1.4));

if (nodes.length === 0) part("graph").append(make("p", { class: "empty" }, say("nothing-to-draw")));

network.once("afterDrawing", () => {
  document.documentElement.dataset.drawn = String(nodes.length);
});
applyFilter();
fit(false);
