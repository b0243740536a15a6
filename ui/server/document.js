// What Streamlit's page lacks for its readers; tests/browser/test_plain_streamlit.py tells when it no longer does.
(() => {
  const WORDS = {}; // document.py puts them here: by language, the words for a place where Streamlit has English ones only

  const OWN = {}; // by language, in one order, what Streamlit says anywhere, with blanks: in English as it says it

  const BLOCKED = {}; // and what is said where nothing comes from the server: by language, a sentence and the words of its link

  const FRONT = ""; // and the address of the page that the bare address shows

  const CLOSED = []; // and the addresses of what begins with the side bar closed on a projector

  // It does until its reader has opened or closed one: of that Streamlit asks the browser's memory, before it draws.
  const PROJECTOR = 1600; // px
  const remembered = Storage.prototype.getItem;
  Storage.prototype.getItem = function (key) {
    const kept = remembered.call(this, key);
    if (kept !== null || innerWidth < PROJECTOR || !`${key}`.startsWith("stSidebarCollapsed-")) return kept;
    return CLOSED.includes(location.pathname.split("/").at(-1)) ? "true" : null;
  };

  // A network that lets no websocket through leaves Streamlit's skeleton standing for ever. What cannot come live is a page away.
  const PATIENCE = 12_000; // milliseconds
  let blocked = null;
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => (clearTimeout(waiting), blocked?.remove()), { once: true });
    }
  };
  const waiting = setTimeout(() => {
    const [sentence, name] = BLOCKED[document.documentElement.lang];
    blocked = document.body.appendChild(document.createElement("div"));
    Object.assign(blocked, { className: "bs-blocked", role: "alert", textContent: `${sentence} ` });
    const link = blocked.appendChild(document.createElement("a"));
    Object.assign(link, { href: `offline.html${location.search}`, textContent: name });
  }, PATIENCE);

  // The navigation's links carry no choices; the first run of a page writes them into the address. That completes the entry of
  // the history which the navigation made: as an entry of its own, Back would stop at a page in another language.
  const OFFERED = '[data-testid="stSidebarNavLink"]';
  let incomplete = false; // the entry at hand was reached by the navigation, and nobody has touched the page since
  let leaving = false; // a link to another page was followed, and the address is still that of the page left
  let returning = false; // Back or Forward were pressed: the address is that of the page wanted before its run begins
  let lost = false; // and no such page is there any more
  let here = location.pathname; // of the page at hand, whichever of its choices the address has
  const push = history.pushState;
  history.pushState = function (state, unused, address) {
    const elsewhere = new URL(address ?? location.href, location.href).pathname !== location.pathname;
    if (leaving && !elsewhere) return; // a busy browser hears the choices of the next page before its address, which carries them too
    if (returning && elsewhere && !lost) return; // the run of a page that was passed by comes late
    if (returning && elsewhere) return history.replaceState(state, unused, address); // the link is that of what is shown instead
    if (incomplete && !elsewhere) return history.replaceState(state, unused, address);
    push.call(this, state, unused, address);
    here = location.pathname;
    incomplete = elsewhere;
    leaving = false;
    speak();
  };
  const put = history.replaceState;
  history.replaceState = function (...given) {
    put.apply(this, given);
    speak(); // the link may change when nothing else does any more
  };
  const tell = () => dispatchEvent(new Event("bs-leave")); // to what still asks for a part of the page that is left
  // Who works a page by voice or by a screen reader clicks without a pointer or a key.
  for (const name of ["pointerdown", "keydown", "click"]) addEventListener(name, () => (incomplete = leaving = returning = false), true);
  addEventListener("popstate", () => {
    incomplete = true; // what a run writes then would end the way forward
    leaving = false;
    if (location.pathname === here) return; // choices of this page
    here = location.pathname;
    returning = true;
    const known = [...document.querySelectorAll(OFFERED)].map((link) => link.pathname);
    lost = known.length > 0 && !here.endsWith("/") && !known.includes(here);
    tell();
  }, true);
  const LINKS = `${OFFERED}, [data-testid="stPageLink-NavLink"]`;
  addEventListener("click", (event) => {
    const link = event.target.closest?.(LINKS); // Streamlit follows it in this tab, whatever key is held
    leaving = !!link && link.getAttribute("aria-current") !== "page" && new URL(link.href).pathname !== location.pathname;
    if (leaving) tell();
  }, true);

  // The language of the document follows the link, and Streamlit's own words follow the language.
  const speak = () => {
    const asked = new URLSearchParams(location.search).getAll("lang").at(-1); // as the server reads it: the last one
    const language = asked in WORDS ? asked : Object.keys(WORDS)[0];
    document.documentElement.lang = language;
    for (const [place, words] of Object.entries(WORDS[language]))
      for (const each of document.querySelectorAll(place)) if (each.textContent !== words) each.textContent = words;
    translate(language);
  };

  // What is said of data stays as it is: Streamlit's own words lie around it, in names for those who listen and in texts of their own.
  const NAMES = ["aria-label", "aria-valuetext", "title", "placeholder"];
  const CHOICE = '[role="option"][data-key], [data-tag] > span'; // what a list offers, and what was chosen of it
  const DATA = `[data-testid="stMarkdownContainer"], [data-testid="stText"], [data-testid="stHtml"], [role="gridcell"], table, svg, ${CHOICE}`;
  const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace("\\{0\\}", "(.+)");
  const known = {}; // by language: of a text in another one, and of a pattern with a blank, what it is in this one
  const inWords = (language) =>
    (known[language] ??= Object.keys(OWN)
      .filter((other) => other !== language)
      .flatMap((other) => OWN[other].map((text, number) => [text, OWN[language][number]]))
      .reduce(
        (all, [text, own]) => {
          if (text.includes("{0}")) all.blanks.push([new RegExp(`^${plain(text)}$`), own]);
          else if (!all.whole.has(text)) all.whole.set(text, own);
          return all;
        },
        { whole: new Map(), blanks: [] },
      ));
  const said = (text, { whole, blanks }) => {
    const asked = text.trim();
    if (whole.has(asked)) return whole.get(asked);
    for (const [pattern, own] of blanks) {
      const found = pattern.exec(asked);
      if (found) return own.replace("{0}", found[1]);
    }
    return text;
  };
  const translate = (language) => {
    if (!document.body) return;
    const own = inWords(language);
    for (const name of NAMES)
      for (const each of document.body.querySelectorAll(`[${name}]`)) {
        if (each.closest(CHOICE) || each.matches("[data-tag]")) continue;
        const was = each.getAttribute(name);
        const now = said(was, own);
        if (now !== was) each.setAttribute(name, now);
      }
    const pass = { acceptNode: (each) => (each.nodeType === 1 && each.matches(DATA) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT) };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, pass);
    while (walk.nextNode()) {
      const each = walk.currentNode;
      if (each.nodeType !== 3 || !each.data.trim()) continue;
      const now = said(each.data, own);
      if (now !== each.data) each.data = now;
    }
  };
  speak(); // a tab in the background draws no frame
  addEventListener("popstate", speak);

  // A table that is wider than the page scrolls sideways: without a place for the focus, no key could move it.
  const reach = () => {
    for (const each of document.querySelectorAll('[data-testid="stTable"] > div')) {
      const wide = each.scrollWidth > each.clientWidth; // a narrow one is read as the table that it is
      const name = each.querySelector("table")?.getAttribute("aria-label") ?? "";
      for (const [key, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": name }))
        wide ? each.setAttribute(key, value) : each.removeAttribute(key);
    }
  };

  // On a phone, the table of a slide stands row by row, and each cell says its heading.
  const label = () => {
    for (const each of document.querySelectorAll(".st-key-slide_body td"))
      each.dataset.label = each.closest("table").querySelectorAll("th")[each.cellIndex]?.textContent ?? "";
  };

  // Streamlit only moves a closed side bar out of sight, and the tab key would go through it. Of its two buttons one is there at
  // a time, so every change of the bar is seen here; the focus goes from the one that was pressed by a key to the other.
  const BUTTONS = '[data-testid="stExpandSidebarButton"], [data-testid="stSidebarCollapseButton"] button';
  let pressed = null;
  addEventListener("click", (event) => (pressed = event.detail === 0 ? event.target.closest?.(BUTTONS) : null), true);
  const close = () => {
    const bar = document.querySelector('[data-testid="stSidebar"]');
    if (bar) bar.inert = bar.dataset.collapsed === "true";
    const other = document.querySelector(BUTTONS);
    if (!pressed || !other || other === pressed) return;
    other.focus({ preventScroll: true }); // it is still sliding in
    pressed = null;
  };

  // The bare address shows the front page, whose link in the navigation is marked as on its own address.
  const mark = () => {
    const at = (path) => path.slice(path.lastIndexOf("/") + 1);
    for (const each of document.querySelectorAll('[data-testid="stSidebarNavLink"]')) {
      if (at(each.pathname) !== FRONT) continue;
      const here = [FRONT, ""].includes(at(location.pathname));
      here ? each.setAttribute("aria-current", "page") : each.removeAttribute("aria-current");
    }
  };

  // A dialog that is gone gives the focus back to what opened it. Streamlit's does so too, but not every time.
  const DIALOG = "[role=dialog]";
  let opener = null;
  addEventListener("focusin", ({ target, relatedTarget: from }) => {
    if (from && target.closest(DIALOG) && !from.closest(DIALOG)) opener ??= from; // the first: the focus may stray
  });
  const giveBack = () => {
    if (opener && document.activeElement === document.body && !document.querySelector(DIALOG)) opener.focus({ preventScroll: true });
  };
  const forget = () => {
    if (!document.querySelector(DIALOG)) opener = null; // the reader has gone on
  };
  for (const name of ["keydown", "pointerdown"]) addEventListener(name, forget, true);

  // What has been drawn is looked at once a frame, however much of it changed.
  let asked = false;
  const look = () => {
    asked = false;
    for (const task of [speak, measured, reach, label, close, mark, giveBack]) task();
  };
  const ask = () => {
    if (!asked) requestAnimationFrame(look);
    asked = true;
  };
  new MutationObserver(ask).observe(document, { childList: true, subtree: true, characterData: true, attributeFilter: NAMES });
  for (const name of ["resize", "popstate"]) addEventListener(name, ask);

  // The side bar takes its width from the page, and neither is the window's: a table may be wider than the page only then.
  const widths = new ResizeObserver(ask);
  let page = null;
  const measured = () => {
    const main = document.querySelector('[data-testid="stMain"]');
    if (main && main !== page) widths.observe((page = main));
  };

  // On paper a chart is scaled down by its style; an SVG can be scaled only while it says which part of itself is shown.
  const charts = () => document.querySelectorAll('[data-testid="stPlotlyChart"] svg[width][height]');
  addEventListener("beforeprint", () => {
    for (const each of charts())
      if (!each.hasAttribute("viewBox") && each.parentNode.localName === "div")
        each.setAttribute("viewBox", `0 0 ${parseFloat(each.getAttribute("width"))} ${parseFloat(each.getAttribute("height"))}`);
  });
  addEventListener("afterprint", () => charts().forEach((each) => each.removeAttribute("viewBox")));
})();
