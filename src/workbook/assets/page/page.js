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
for (const hint of document.querySelectorAll(".hint")) hint.hidden = false;

const sized = new ResizeObserver(entries => entries.forEach(({target}) => {
  if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
  else if (target !== document.activeElement) target.removeAttribute("tabindex");
}));
document.querySelectorAll(".scroll").forEach(part => sized.observe(part));

const links = [...document.querySelectorAll("nav a")];
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
