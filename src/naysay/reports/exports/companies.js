// Each company over time: one is chosen, drawn at the width of the page, and read session by session.
const explorer = byId("explorer");
const svgElement = (tag, attributes, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

const locale = page.language === "de" ? "de-DE" : "en-GB";
const decimal = (value, digits, sign) => new Intl.NumberFormat(locale, {
  minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: sign ? "exceptZero" : "negative",
}).format(value).replace("-", "−");
const percent = (share, digits, sign) => decimal(100 * share, digits, sign) + "\u00a0%";
const counted = (noun, n) => filled(words[`n_${noun}`][n === 1 ? 0 : 1], { n: decimal(n, 0) });
const dayOf = (number) => new Date(number * 864e5);
const longDay = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const shortDay = new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
const monthOnly = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
const writtenDay = (number) => (page.language === "de"
  ? shortDay.format(dayOf(number)) : dayOf(number).toISOString().slice(0, 10));
const summed = (steps) => { let at = 0; return steps.map((step) => (step === null ? null : (at += step))); };

// Round numbers between two bounds, about as many as asked for.
function ticks(low, high, wanted) {
  const raw = (high - low || 1) / wanted, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw);
  const found = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) found.push(tick);
  return { found, digits: Math.max(0, [0, 1, 2, 3].find((n) => Math.abs(step * 10 ** n - Math.round(step * 10 ** n)) < 1e-6) ?? 4) };
}

// The first days of months, or of years where there are many.
function months(days) {
  const span = (days.at(-1) - days[0]) / 30.4;
  const every = [1, 2, 3, 6, 12, 24, 60].find((step) => span / step <= 8) || 120;
  const found = [];
  let before = null;
  days.forEach((day, at) => {
    const date = dayOf(day), month = date.getUTCMonth() + 12 * date.getUTCFullYear();
    if (before !== null && month !== before && month % every === 0) {
      found.push([at, date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : monthOnly.format(date)]);
    }
    before = month;
  });
  return found;
}

function unpacked(company, days) {
  const price = summed(company.price).map((value) => (value === null ? null : value / 10 ** company.decimals));
  const events = company.events.map(([session, size]) => ({ at: session - company.from, size: size === null ? null : size / 1e4 }))
    .filter((event) => event.at >= 0 && event.at < price.length);
  return {
    ...company, price, events,
    days: days.slice(company.from, company.from + price.length),
    negativity: company.negativity.map((value) => (value === null ? null : value / 10)),
  };
}

const priced = (company, value) => (value === null ? words.missing
  : decimal(value, Math.min(2, company.decimals)) + (company.currency ? "\u00a0" + company.currency : ""));

function reading(company, at) {
  const posts = company.posts[at] ?? 0, told = filled(words.reading, {
    day: longDay.format(dayOf(company.days[at])), price: priced(company, company.price[at]),
    negativity: company.negativity[at] === null ? words.missing : decimal(company.negativity[at], 1, true),
    posts: counted("post", posts), negative: decimal(company.negative[at] ?? 0, 0),
  });
  const number = company.events.findIndex((event) => event.at === at);
  if (number < 0) return told + ".";
  const event = company.events[number];
  if (event.size === null) return `${told}. ${words.kind_one} ${number + 1}.`;
  return filled(words.reading_event, {
    reading: told, kind: words.kind_one, n: number + 1, size: percent(event.size, 2, true),
  });
}

function summary(company) {
  const known = company.price.filter((value) => value !== null);
  const total = (list) => list.reduce((sum, value) => sum + (value ?? 0), 0);
  const posts = total(company.posts), negative = total(company.negative);
  return filled(words.summary, {
    company: company.name, first: longDay.format(dayOf(company.days[0])), last: longDay.format(dayOf(company.days.at(-1))),
    from: priced(company, known[0] ?? null), to: priced(company, known.at(-1) ?? null),
    change: known.length ? percent(known.at(-1) / known[0] - 1, 1, true) : dash,
    posts: counted("post", posts), share: posts ? percent(negative / posts, 0) : dash,
    events: counted(words.kind, company.events.length),
  });
}

const LEFT = 52, RIGHT = 10, PRICE = [44, 200], CHATTER = [268, 100], POSTS = [410, 80], HEIGHT = 520;

function drawCompany(company, width) {
  const n = company.days.length, room = width - LEFT - RIGHT;
  const x = (at) => LEFT + (n > 1 ? (at / (n - 1)) * room : room / 2);
  const svg = svgElement("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true" });
  const sheet = svgElement("g", {}, svgElement("rect", { width, height: HEIGHT, fill: "none" }));
  svg.append(sheet);
  const text = (where, what, kind, anchor = "start") => svgElement("text", { x: where[0].toFixed(1), y: where[1].toFixed(1), class: kind, "text-anchor": anchor }, what);
  const panel = ([top, height], title, values, wanted, fromZero) => {
    const known = values.filter((value) => value !== null);
    let low = Math.min(...known), high = Math.max(...known);
    if (!known.length) [low, high] = [0, 1];
    if (fromZero) [low, high] = [Math.min(0, low), Math.max(0, high)];
    if (low === high) [low, high] = [low - 0.5, high + 0.5];
    const margin = (high - low) * 0.06;
    if (!fromZero || low < 0) low -= margin;
    high += margin;
    const y = (value) => top + height - ((value - low) / (high - low)) * height;
    const { found, digits } = ticks(low, high, wanted);
    sheet.append(text([0, top - 14], title, "title"));
    for (const tick of found) {
      sheet.append(svgElement("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick) }));
      sheet.append(text([LEFT - 8, y(tick) + 4], decimal(tick, digits), "tick", "end"));
    }
    return y;
  };
  const bars = (values, y, kind, keep) => {
    const path = values.map((value, at) => (value && keep(value) ? `M${x(at).toFixed(1)} ${y(0).toFixed(1)}V${y(value).toFixed(1)}` : "")).join("");
    sheet.append(svgElement("path", { class: kind, d: path, "stroke-width": Math.max(0.8, Math.min(6, (room / n) * 0.7)).toFixed(2) }));
  };
  const price = panel(PRICE, `${words.price}${company.currency ? ` (${company.currency})` : ""}`, company.price, 4, false);
  let pen = false;
  sheet.append(svgElement("path", { class: "line", d: company.price.map((value, at) => {
    const step = value === null ? "" : `${pen ? "L" : "M"}${x(at).toFixed(1)} ${price(value).toFixed(1)}`;
    pen = value !== null;
    return step;
  }).join("") }));
  const chatter = panel(CHATTER, width < 480 ? words.negativity : words.negativity_axis, company.negativity, 3, true);
  bars(company.negativity, chatter, "bad", (value) => value > 0);
  bars(company.negativity, chatter, "good", (value) => value < 0);
  sheet.append(svgElement("line", { class: "zero", x1: LEFT, x2: width - RIGHT, y1: chatter(0), y2: chatter(0) }));
  const posts = panel(POSTS, words.posts_axis, company.posts, 2, true);
  bars(company.posts, posts, "all", () => true);
  bars(company.negative, posts, "bad", () => true);
  for (const [at, label] of months(company.days)) {
    if (x(at) < width - 24) sheet.append(text([x(at), HEIGHT - 8], label, "tick", "middle"));
  }
  const placed = [];
  company.events.forEach((event, place) => {
    const across = x(event.at), value = company.price[event.at];
    const taken = (top) => placed.some(([left, at]) => Math.abs(left - across) < 19 && Math.abs(at - top) < 19);
    let top = value === null ? PRICE[0] : Math.max(PRICE[0], price(value) - 18);
    while (taken(top) && top - 19 >= PRICE[0]) top -= 19;
    if (taken(top)) {
      sheet.append(svgElement("circle", { class: "badge", cx: across, cy: value === null ? top : price(value), r: 3 }));
      return;
    }
    placed.push([across, top]);
    sheet.append(svgElement("g", { class: "mark" }, svgElement("circle", { class: "badge", cx: across, cy: top, r: place < 99 ? 8.5 : 11 }),
      text([across, top + 4], String(place + 1), "number", "middle")));
  });
  const cross = svgElement("line", { class: "at", y1: PRICE[0], y2: POSTS[0] + POSTS[1], visibility: "hidden" });
  const dot = svgElement("circle", { class: "dot", r: 4, visibility: "hidden" });
  sheet.append(cross, dot);
  const show = (at) => {
    cross.setAttribute("x1", x(at)); cross.setAttribute("x2", x(at)); cross.setAttribute("visibility", "visible");
    const value = company.price[at];
    dot.setAttribute("visibility", value === null ? "hidden" : "visible");
    if (value !== null) { dot.setAttribute("cx", x(at)); dot.setAttribute("cy", price(value)); }
  };
  const nearest = (across) => Math.max(0, Math.min(n - 1, Math.round(((across - LEFT) / room) * (n - 1))));
  return { svg, show, nearest };
}

function eventTable(company) {
  const head = [words.kind_one, words.date, words.posts, words.negative, words.return_column];
  const rows = company.events.map((event, place) => [
    String(place + 1), writtenDay(company.days[event.at]), decimal(company.posts[event.at] ?? 0, 0),
    decimal(company.negative[event.at] ?? 0, 0), event.size === null ? dash : percent(event.size, 2, true),
  ]);
  const side = (column) => (column < 2 ? "left" : "right");
  const table = element("table", {},
    element("caption", {}, filled(words.table, { kind: words.kind_many, company: company.name })),
    element("thead", {}, element("tr", {}, ...head.map((name, column) => element("th", { scope: "col", class: side(column) }, name)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((cell, column) => (
      column ? element("td", { class: side(column) }, cell) : element("th", { scope: "row", class: "left" }, cell)))))));
  if (rows.length > 2) makeSortable(table);
  return table;
}

function explore() {
  const data = JSON.parse(byId("series-data").textContent);
  const days = summed(data.days);
  const chooser = element("select", { id: "company" }, ...data.companies.map((company, at) => element("option", { value: at }, company.name)));
  const told = element("p", { class: "summary", "aria-live": "polite" });
  const chart = element("div", { class: "chart", role: "img" });
  const slider = element("input", { type: "range", min: 0, id: "session", class: "wide" });
  const read = element("output", { for: "session" });
  const before = element("button", { type: "button" }, `← ${words.kind_one}`);
  const after = element("button", { type: "button" }, `${words.kind_one} →`);
  before.title = words.before; after.title = words.after;
  const events = element("div", { class: "table", role: "group", "aria-label": words.kind_many });
  const box = explorer.querySelector(".with-script");
  box.append(
    element("div", { class: "controls" }, element("label", { for: "company" }, words.company), chooser),
    told, chart,
    element("div", { class: "controls" }, element("label", { for: "session" }, words.session), before, after, slider),
    element("p", { class: "reading" }, read), events,
  );
  box.hidden = false;
  explorer.querySelector(".script-only").remove();

  let company, drawn, shown = 0;
  function show(at) {
    shown = at;
    drawn.show(at);
    slider.value = at;
    read.textContent = reading(company, at);
    slider.setAttribute("aria-valuetext", read.textContent);
    before.disabled = !company.events.some((event) => event.at < at);
    after.disabled = !company.events.some((event) => event.at > at);
  }
  function draw() {
    drawn = drawCompany(company, Math.max(280, chart.clientWidth));
    chart.replaceChildren(drawn.svg);
    show(shown);
  }
  function choose() {
    company = unpacked(data.companies[chooser.value], days);
    told.textContent = summary(company);
    chart.setAttribute("aria-label", told.textContent);
    slider.max = company.days.length - 1;
    shown = company.events.length ? company.events.at(-1).at : company.days.length - 1;
    events.hidden = !company.events.length;
    events.replaceChildren(eventTable(company));
    draw();
    reachable();
  }
  const point = (event) => {
    const bounds = drawn.svg.getBoundingClientRect();
    show(drawn.nearest(((event.clientX - bounds.left) / bounds.width) * drawn.svg.viewBox.baseVal.width));
  };
  chart.addEventListener("pointermove", point);
  chart.addEventListener("pointerdown", point);
  slider.addEventListener("input", () => show(Number(slider.value)));
  chooser.addEventListener("change", choose);
  before.addEventListener("click", () => show(company.events.findLast((event) => event.at < shown).at));
  after.addEventListener("click", () => show(company.events.find((event) => event.at > shown).at));
  addEventListener("resize", draw);
  choose();
}
if (explorer) explore();
