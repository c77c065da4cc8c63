"use strict";
const language = document.documentElement.lang;
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, i) => {
    const cell = row.cells[i];
    return cell.dataset.v === undefined ? cell.textContent.trim() : Number(cell.dataset.v);
  };
  const compare = (a, b) => {
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return typeof a === "number" ? a - b : a.localeCompare(b, language, {numeric: true});
  };
  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      const down = before ? before === "ascending" : head.classList.contains("n");
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sign = down ? -1 : 1;
      body.append(...[...body.rows].sort((a, b) => sign * compare(value(a, i), value(b, i))));
    });
  });
}
const words = document.querySelector("main").dataset;
const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase(language);
const make = (name, ...inside) => {
  const element = document.createElement(name);
  element.append(...inside);
  return element;
};
for (const table of document.querySelectorAll(".shown table")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 9) continue;
  const texts = rows.map(row => plain([...row.cells].map(cell => cell.textContent).join("\n")));
  const field = make("input"), told = make("output");
  field.type = "search";
  field.autocomplete = "off";
  field.setAttribute("aria-describedby", table.caption.id);
  field.addEventListener("input", () => {
    const asked = plain(field.value).trim().split(/\s+/);
    rows.forEach((row, i) => { row.hidden = !asked.every(word => texts[i].includes(word)); });
    const shown = rows.filter(row => !row.hidden).length;
    if (table.tFoot) table.tFoot.hidden = shown < rows.length;
    told.value = words.shown.replace("{n}", shown).replace("{total}", rows.length);
  });
  const filter = make("div", make("label", words.filter + " ", field), " ", told);
  filter.className = "filter";
  told.setAttribute("aria-live", "polite");
  table.closest(".scroll").before(filter);
}
for (const hint of document.querySelectorAll(".hint")) hint.hidden = false;

const sized = new ResizeObserver(entries => entries.forEach(({target}) => {
  if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
  else if (target !== document.activeElement) target.removeAttribute("tabindex");
}));
document.querySelectorAll(".scroll").forEach(part => sized.observe(part));

const links = [...document.querySelectorAll("nav a[href^='#']")];
const seen = new IntersectionObserver(entries => entries.forEach(entry => {
  if (!entry.isIntersecting) return;
  for (const link of links) {
    if (link.hash === "#" + entry.target.id) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}), {rootMargin: "-20% 0px -70%"});
links.forEach(link => seen.observe(document.querySelector(link.hash)));

const reveal = () => document.querySelector(".brief:target > details")?.setAttribute("open", "");
addEventListener("hashchange", reveal);
reveal();
