"use strict";
// Keys for those who want them: j k move, o opens, h l go to the previous and next page or change,
// v changes the view of a diff, / goes to the search, ? shows this, Escape leaves either. Everything
// works without them, and the foot of the page turns them off: to who speaks to a machine each letter
// may be a key.
(() => {
  const HELP = "j next · k previous · o open · h earlier · l later · v view · / search · ? this";
  const stops = () => [...document.querySelectorAll(".change, .history tbody tr, .edit[id], .hit")];
  let at = -1;

  const go = (step) => {
    const all = stops();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, at + step));
    const link = all[at].querySelector("a") || all[at];
    if (link === all[at]) link.tabIndex = -1;
    link.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "center" });
  };

  const follow = (selector) => {
    const link = document.querySelector(selector);
    if (link) location.href = link.href;
  };

  const nextView = () => {
    const views = [...document.querySelectorAll(".tabs a")];
    const now = views.findIndex((one) => one.hasAttribute("aria-current"));
    if (views.length) location.href = views[(now + 1) % views.length].href;
  };

  const help = () => {
    let box = document.getElementById("keys");
    if (box) return box.remove();
    box = document.createElement("p");
    box.id = "keys";
    box.setAttribute("role", "status");
    box.textContent = HELP;
    document.body.append(box);
  };

  const off = () => {
    try { return localStorage.getItem("keys") === "off"; } catch { return false; }
  };

  const foot = document.querySelector("footer.site .in");
  if (foot) {
    const button = document.createElement("button");
    const name = () => { button.textContent = off() ? "Turn keys on" : "Turn keys off"; };
    button.className = "quiet";
    button.addEventListener("click", () => {
      try { localStorage.setItem("keys", off() ? "on" : "off"); } catch { return; }
      name();
    });
    name();
    foot.append(button);
  }

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: () => document.activeElement && document.activeElement.click(),
    h: () => follow("a[rel=prev], link[rel=prev]"),
    l: () => follow("a[rel=next], link[rel=next]"),
    v: nextView,
    "/": () => document.getElementById("find")?.focus(),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "Escape") typing ? typing.blur() : document.getElementById("keys")?.remove();
    if (off() || typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
