// The page as a whole: its words, dark and light, the list of contents.
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const page = JSON.parse(byId("page-data").textContent);
const words = page.words;
const filled = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (brace, name) => (name in values ? values[name] : brace));

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const darkByDefault = matchMedia("(prefers-color-scheme: dark)");
const theme = byId("theme");
const isDark = () => (document.documentElement.dataset.theme || (darkByDefault.matches ? "dark" : "light")) === "dark";

function nameTheme() {
  theme.textContent = isDark() ? words.light : words.dark;
}
theme.addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  nameTheme();
});
darkByDefault.addEventListener("change", nameTheme);
nameTheme();
theme.hidden = false;

const contents = byId("contents");
if (contents) {
  const wide = matchMedia("(min-width: 76rem)");
  const settle = () => { contents.open = wide.matches; };
  wide.addEventListener("change", settle);
  settle();
  const links = new Map(all("a", contents).map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      links.forEach((link) => link.removeAttribute("aria-current"));
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "0px 0px -70% 0px" });
  links.forEach((_, id) => byId(id) && seen.observe(byId(id)));
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) contents.open = false;
  });
}

// What can be moved sideways can be reached by key, and nothing else.
function reachable() {
  for (const box of all(".table, .drawing")) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
addEventListener("resize", reachable);
document.fonts.ready.then(reachable);
reachable();
