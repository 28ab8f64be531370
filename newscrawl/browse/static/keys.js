"use strict";
// j and k: next and previous entry; o: open it; /: search; u: back to the list. The pages work without.
(() => {
  const links = [...document.querySelectorAll("[data-entry]")];
  let place = -1;
  const go = (step) => {
    if (!links.length) return;
    place = Math.max(0, Math.min(links.length - 1, place + step));
    links[place].focus();
    links[place].scrollIntoView({ block: "center" });
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: () => { if (place >= 0) links[place].click(); },
    u: () => { location.href = "/"; },
    "/": () => document.querySelector("input[type=search]")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
