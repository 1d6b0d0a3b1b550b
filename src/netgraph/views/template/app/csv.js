// The table that is seen, as CSV for a spreadsheet: copied, or saved as a file.

// A spreadsheet would run what begins like this; netgraph's own lists of rows are guarded the same way.
const guarded = (text) => (/^[=+\-@\t\r']/u.test(text) ? `'${text}` : text);
const quoted = (text) => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function asCsv() {
  const { columns } = TABLES[table];
  const cell = (column, item) => (column.number ? String(column.number(item)) : quoted(guarded(column.text(item))));
  const lines = [columns.map(({ name }) => name), ...inTable.map((item) => columns.map((column) => cell(column, item)))];
  return lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
}

async function copyTable() {
  const text = asCsv();
  const said = say("copied", { n: inTable.length, marking: legend.marking });
  try {
    await navigator.clipboard.writeText(text);
    part("copied").replaceChildren(make("p", { class: "quiet" }, said));
  } catch {
    // Some browsers keep the clipboard from files: the reader copies by hand.
    const field = make("textarea", { readonly: "", rows: "6", "aria-label": say("copy-csv") });
    field.value = text;
    part("copied").replaceChildren(make("p", { class: "quiet" }, say("copy-by-hand", { marking: legend.marking })), field);
    field.focus();
    field.select();
  }
}

const saveTable = () => download(new Blob(["\ufeff", asCsv()], { type: "text/csv" }), "csv");

buildTable();
