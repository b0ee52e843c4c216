// Tables: sorted by the buttons of their headers, filtered by a field above the long ones.
const dash = "–";

// What a cell says first: a day, a number, or nothing. Written the report's way.
function measured(text) {
  const day = text.match(/^(\d{4})-(\d\d)-(\d\d)$/) || text.match(/^(\d\d)\.(\d\d)\.(\d{4})$/);
  if (day) return Number(day[1].length === 4 ? day[1] + day[2] + day[3] : day[3] + day[2] + day[1]);
  const found = text.match(/^[<>]?\s*([+−-]?)[€$£¥]?(\d[\d.,]*)(?:\s*(million|Mio|billion|Mrd|trillion|Bio))?/);
  if (!found) return NaN;
  const thousands = page.language === "de" ? /\./g : /,/g;
  const size = Number(found[2].replace(thousands, "").replace(",", "."));
  const unit = { million: 1e6, Mio: 1e6, billion: 1e9, Mrd: 1e9, trillion: 1e12, Bio: 1e12 }[found[3]] || 1;
  return (found[1] === "−" || found[1] === "-" ? -size : size) * unit;
}

function cellText(row, column) {
  return row.cells[column].textContent.trim();
}

function sortTable(table, column, direction) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const together = rows.filter((row) => row.classList.contains("strong"));
  const others = rows.filter((row) => !row.classList.contains("strong"));
  const texts = others.map((row) => cellText(row, column));
  const present = texts.filter((text) => text && text !== dash);
  const numeric = present.length > 0 && present.every((text) => !Number.isNaN(measured(text)));
  const keys = new Map(others.map((row, at) => [row, numeric ? measured(texts[at]) : texts[at]]));
  const missing = (row) => (["", dash].includes(cellText(row, column)) ? 1 : 0);
  others.sort((one, other) => {
    if (missing(one) || missing(other)) return missing(one) - missing(other);
    const [a, b] = [keys.get(one), keys.get(other)];
    return direction * (numeric ? a - b : a.localeCompare(b, page.language, { numeric: true }));
  });
  body.append(...others, ...together);
}

function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const name = head.textContent.trim();
    if (head.tagName !== "TH" || !name) return;
    const button = element("button", { type: "button", title: filled(words.sorted_by, { column: name }) }, name);
    head.replaceChildren(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const rising = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((one) => one.hasAttribute("aria-sort") && one.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      sortTable(table, column, rising ? 1 : -1);
    });
  });
}

function makeFiltered(box, number) {
  const rows = [...box.querySelector("tbody").rows];
  const name = `filter-${number}`;
  const field = element("input", { type: "search", id: name, autocomplete: "off" });
  const count = element("output", { for: name });
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLocaleLowerCase(page.language);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLocaleLowerCase(page.language).includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    const told = shown ? filled(words.filter_shown, { n: shown, all: rows.length }) : words.filter_none;
    count.textContent = wanted ? told : "";
  });
  box.before(element("div", { class: "filter" }, element("label", { for: name }, words.filter), field, count));
}

all(".sortable table").forEach(makeSortable);
all(".filtered").forEach(makeFiltered);
reachable();
