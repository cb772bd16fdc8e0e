"use strict";
// The page works without this script. It adds a search, filters, and what happens in the picture.
// Text only ever comes from elements that are on the page already: nothing is parsed as HTML.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// --- Pictures: the boxes and lines of each, and what is connected to what.

const pictures = all(".picture").map((element) => {
  const boxes = all("g[data-n]", element);
  const lines = all("path[data-a]", element);
  const after = new Map(), before = new Map();
  for (const line of lines) {
    const { a, b } = line.dataset;
    after.set(a, [...(after.get(a) ?? []), b]);
    before.set(b, [...(before.get(b) ?? []), a]);
  }
  return { element, boxes, lines, after, before, chosen: element.querySelector(".chosen"),
    matching: null, pinned: null };
});

function reached(start, edges) {
  const found = new Set([start]);
  for (const one of found) for (const next of edges.get(one) ?? []) found.add(next);
  return found;
}

// Show one box with all that it needs and all that needs it; without a box, what the search matches.
function show(picture, box) {
  const { boxes, lines, after, before, matching } = picture;
  if (!box) {
    for (const each of boxes) each.classList.toggle("off", matching !== null && !matching.has(each));
    for (const line of lines) {
      line.classList.remove("on");
      line.classList.toggle("off", matching !== null);
    }
    return;
  }
  const down = reached(box.dataset.n, after), up = reached(box.dataset.n, before);
  for (const each of boxes) {
    each.classList.toggle("off", !down.has(each.dataset.n) && !up.has(each.dataset.n));
  }
  for (const line of lines) {
    const { a, b } = line.dataset;
    const on = (down.has(a) && down.has(b)) || (up.has(a) && up.has(b));
    line.classList.toggle("on", on);
    line.classList.toggle("off", !on);
  }
}

function entryOf(box) {
  const link = box.querySelector("a");
  return link && document.getElementById(link.getAttribute("href").slice(1));
}

// Keep one box shown, with its entry beside the picture.
function pin(picture, box) {
  picture.pinned?.classList.remove("pinned");
  picture.pinned = box;
  picture.chosen.replaceChildren();
  picture.chosen.hidden = !box;
  show(picture, box);
  if (!box) return;
  box.classList.add("pinned");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => {
    pin(picture, null);
    box.querySelector("a").focus();
  });
  picture.chosen.append(close);
  const entry = entryOf(box);
  if (!entry) return;
  for (const child of entry.children) {
    for (const part of child.matches("summary") ? child.children : [child]) {
      const copy = part.cloneNode(true);
      if (!copy.matches(".why, .cost")) picture.chosen.append(copy, " ");
    }
  }
  const more = document.createElement("a");
  more.href = `#${entry.id}`;
  more.textContent = "Show it in the list";
  picture.chosen.append(more);
  // On a phone the entry lies over the page: keep the box above it.
  const over = box.getBoundingClientRect().bottom + 16 - picture.chosen.getBoundingClientRect().top;
  if (over > 0 && getComputedStyle(picture.chosen).position === "fixed") scrollBy(0, over);
}

// The boxes are one stop of the Tab key; arrow keys go from box to box.
function nextBox(picture, box, key) {
  const place = (each) => each.querySelector("rect").getBBox();
  const here = place(box);
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  let best = null, least = Infinity;
  for (const each of picture.boxes) {
    const there = place(each);
    const along = sign * (sideways ? there.x - here.x : there.y - here.y);
    const aside = Math.abs(sideways ? there.y - here.y : there.x - here.x);
    if (each === box || along <= 1 || (!sideways && aside > 1)) continue;
    const distance = sideways ? along * 3 + aside : along;
    if (distance < least) [best, least] = [each, distance];
  }
  return best;
}

for (const picture of pictures) {
  const links = picture.boxes.map((box) => box.querySelector("a")).filter(Boolean);
  const drawing = picture.element.querySelector(".drawing");
  links.forEach((link, number) => link.setAttribute("tabindex", number ? "-1" : "0"));
  for (const box of picture.boxes) {
    const link = box.querySelector("a");
    if (!link) continue;
    box.addEventListener("mouseenter", () => show(picture, box));
    box.addEventListener("mouseleave", () => show(picture, picture.pinned));
    link.addEventListener("focus", () => {
      for (const each of links) each.setAttribute("tabindex", each === link ? "0" : "-1");
      show(picture, box);
    });
    link.addEventListener("blur", () => show(picture, picture.pinned));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      pin(picture, picture.pinned === box ? null : box);
    });
    link.addEventListener("keydown", (event) => {
      if (event.key === "Escape") pin(picture, null);
      if (!event.key.startsWith("Arrow")) return;
      const next = nextBox(picture, box, event.key);
      event.preventDefault();
      if (!next) return;
      next.querySelector("a").focus({ preventScroll: true });
      const rect = next.querySelector("rect").getBBox();
      drawing.scrollTo({ left: rect.x - drawing.clientWidth / 3,
        top: rect.y - drawing.clientHeight / 2 });
    });
  }
}

// --- Search and filters.

const field = document.getElementById("search");
const status = document.getElementById("matches");
const entries = all(".entry");
const rows = all(".contents tbody tr, .shared tbody tr");
const pbxs = all(".pbx");
// A row of the table of contents matches with what its part of the page has.
const texts = new Map([...entries, ...rows, ...pbxs].map((each) => {
  const link = each.querySelector("th a");
  const part = link && document.getElementById(link.getAttribute("href").slice(1));
  return [each, `${each.textContent} ${part?.textContent ?? ""}`.toLowerCase()];
}));
let state = "";

function filter() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = (each) => words.every((word) => texts.get(each).includes(word));
  const matching = new Set();
  for (const entry of entries) {
    const right = !state || entry.classList.contains(state);
    entry.hidden = !(right && hits(entry));
    if (!entry.hidden) matching.add(entry);
  }
  for (const each of [...rows, ...pbxs]) each.hidden = !hits(each);
  const active = words.length > 0 || state !== "";
  for (const picture of pictures) {
    picture.matching = active
      ? new Set(picture.boxes.filter((box) => matching.has(entryOf(box)))) : null;
    show(picture, picture.pinned);
  }
  if (!active) {
    status.textContent = "";
    return;
  }
  const parts = [];
  for (const [kind, word] of [[".contents tbody tr", "PBXs"], [".module", "modules"],
    [".named", "names"], [".entry.file", "files"]]) {
    const found = all(kind);
    const left = found.filter((each) => !each.hidden).length;
    if (found.length) parts.push(`${left} of ${found.length} ${word}`);
  }
  status.textContent = `${parts.join(", ")} match`;
}

document.querySelector("search").hidden = false;
field.addEventListener("input", filter);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  field.value = "";
  filter();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement;
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
});

for (const item of all("header .counts > li")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = item.textContent;
  button.setAttribute("aria-pressed", "false");
  item.replaceChildren(button);
  button.addEventListener("click", () => {
    state = state === item.className ? "" : item.className;
    for (const each of all("header .counts button")) {
      each.setAttribute("aria-pressed", String(state !== "" && each.parentElement.className === state));
    }
    filter();
  });
}

// --- Links: open what they lead to.

function open() {
  let name = location.hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch {
    return;
  }
  const target = name && document.getElementById(name);
  if (!target) return;
  for (let each = target; each; each = each.parentElement) {
    if (each.matches("details")) each.open = true;
    each.hidden = false;
  }
  target.scrollIntoView();
  target.querySelector("summary")?.focus({ preventScroll: true });
}
addEventListener("hashchange", open);
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
  if (link && link.getAttribute("href") === location.hash && !event.defaultPrevented) open();
});
open();
