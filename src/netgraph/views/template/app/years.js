// The years that nodes and claims speak of, and the filter by them.

const FEW = 60; // bins of the histogram, at most

const dated = [...nodes, ...lines.flatMap((line) => line.claims)].filter((item) => item.years);
const [earliest, latest] = dated.reduce(([least, most], { years: [first, last] }) => [Math.min(least, first), Math.max(most, last)], [Infinity, -Infinity]);

// Bins of a year each, or of so many that there are few.
const step = [1, 2, 5, 10, 20, 50, 100, 200].find((years) => Math.floor(latest / years) - Math.floor(earliest / years) < FEW) ?? 1;
const binOf = (year) => Math.floor(year / step) - Math.floor(earliest / step);
const binCount = dated.length > 0 ? binOf(latest) + 1 : 0;
const yearName = (year) => years.format(year);
const binName = (bin) => {
  const first = (Math.floor(earliest / step) + bin) * step;
  return step === 1 ? yearName(first) : `${yearName(first)}–${yearName(first + step - 1)}`;
};
const span = { from: 0, to: binCount - 1, undated: true };

for (const item of dated) item.bins = item.years.map(binOf);
for (const line of lines) line.dated = line.claims.some((claim) => claim.years);
for (const node of nodes) node.dated = Boolean(node.years) || node.lines.some((line) => line.dated);

const isNarrowed = () => span.from > 0 || span.to < binCount - 1 || !span.undated;
const isWithin = ({ bins: [first, last] }) => first <= span.to && last >= span.from;

// A claim counts in its own years. A node is in time by its own years, or by a claim on it that is. What has no
// years goes with the nodes at its ends.
function onlyWithinYears() {
  for (const line of lines) for (const claim of line.claims) claim.shown &&= claim.years ? isWithin(claim) : span.undated;
  if (!isNarrowed()) return;
  const drawnIn = new Set();
  for (const line of lines) {
    if (!line.dated || !line.shown) continue;
    line.shown = line.claims.some((claim) => claim.years && claim.shown);
    if (line.shown) drawnIn.add(line.start).add(line.end);
  }
  for (const node of nodes) node.shown &&= drawnIn.has(node) || (node.years ? isWithin(node) : !node.dated && span.undated);
  for (const line of lines) line.shown &&= line.start.shown && line.end.shown && (line.dated || span.undated);
}

filters.push(onlyWithinYears, onlyVoluminous, onlyConnected);
