// The language of the document follows the link: Streamlit writes every choice into the address without loading anew.
(() => {
  const follow = () => {
    const asked = new URLSearchParams(location.search).getAll("lang").at(-1); // as the server reads it: the last one
    document.documentElement.lang = LANGUAGES.includes(asked) ? asked : LANGUAGES[0];
  };
  for (const name of ["pushState", "replaceState"]) {
    const write = history[name];
    history[name] = function (...given) {
      write.apply(this, given);
      follow();
    };
  }
  addEventListener("popstate", follow);
})();

// The navigation's links carry no choices; the first run of a page writes them into the address. That completes the entry of the history
// which the navigation made: as an entry of its own, Back would stop at a page without choices, in another language.
(() => {
  let incomplete = false; // the newest entry was made by the navigation, and nobody has touched the page since
  const push = history.pushState;
  history.pushState = function (state, unused, address) {
    const next = new URL(address ?? location.href, location.href);
    const elsewhere = next.pathname !== location.pathname;
    if (incomplete && !elsewhere) return history.replaceState(state, unused, address);
    push.call(this, state, unused, address);
    incomplete = elsewhere;
  };
  const complete = () => (incomplete = false);
  for (const name of ["popstate", "pointerdown", "keydown"]) addEventListener(name, complete, true);
})();

// What has been drawn is looked at once a frame, however much of it changed.
(() => {
  // A table that is wider than the page scrolls sideways: without a place for the focus, no key could move it.
  const reach = () => {
    // A button whose words are put there by the style is called by them.
    for (const each of document.querySelectorAll('[data-testid="stFileUploaderDropzone"] button')) {
      const words = each.querySelector('[data-testid="stMarkdownContainer"]');
      const name = words ? getComputedStyle(words, "::after").content.replace(/^"|"$/g, "") : "";
      if (name && each.getAttribute("aria-label") !== name) each.setAttribute("aria-label", name);
    }
    for (const each of document.querySelectorAll('[data-testid="stTable"] > div')) {
      const wide = each.scrollWidth > each.clientWidth;
      if (wide === each.hasAttribute("tabindex")) continue;
      const name = each.querySelector("table")?.getAttribute("aria-label") ?? "";
      for (const [key, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": name }))
        wide ? each.setAttribute(key, value) : each.removeAttribute(key);
    }
  };

  // Streamlit only moves a closed side bar out of sight, and the tab key would go through it. Of its two buttons one is there at
  // a time, so every change of the bar is seen here; the focus goes from the one that was pressed by a key to the other.
  const OPENS = '[data-testid="stExpandSidebarButton"]';
  const CLOSES = '[data-testid="stSidebarCollapseButton"] button';
  let along = false;
  addEventListener("click", (event) => (along = event.detail === 0 && Boolean(event.target.closest?.(`${OPENS}, ${CLOSES}`))), true);
  const close = () => {
    const bar = document.querySelector('[data-testid="stSidebar"]');
    const closed = bar?.dataset.collapsed === "true";
    if (!bar || bar.inert === closed) return;
    bar.inert = closed;
    if (along) document.querySelector(closed ? OPENS : CLOSES)?.focus({ preventScroll: true }); // it is still sliding in
    along = false;
  };

  // A dialog that is gone gives the focus back to what opened it. Streamlit's does so too, but not every time.
  const DIALOG = "[role=dialog]";
  let opener = null;
  const enter = ({ target, relatedTarget: from }) => {
    if (from && target.closest(DIALOG) && !from.closest(DIALOG)) opener ??= from; // the first: the focus may stray
  };
  addEventListener("focusin", enter);
  const giveBack = () => {
    if (opener && document.activeElement === document.body && !document.querySelector(DIALOG)) opener.focus({ preventScroll: true });
  };
  const forget = () => {
    if (opener && !document.querySelector(DIALOG)) opener = null; // the reader has gone on
  };
  for (const name of ["keydown", "pointerdown"]) addEventListener(name, forget, true);

  let asked = false;
  const look = () => {
    asked = false;
    for (const task of [reach, close, giveBack]) task();
  };
  const ask = () => {
    if (!asked) requestAnimationFrame(look);
    asked = true;
  };
  new MutationObserver(ask).observe(document, { childList: true, subtree: true });
  addEventListener("resize", ask);
})();

// On paper a chart is scaled down by its style; an SVG can be scaled only while it says which part of itself is shown.
(() => {
  const charts = () => document.querySelectorAll('[data-testid="stPlotlyChart"] svg[width][height]');
  addEventListener("beforeprint", () => {
    for (const each of charts())
      if (!each.hasAttribute("viewBox") && each.parentNode.localName === "div")
        each.setAttribute("viewBox", `0 0 ${parseFloat(each.getAttribute("width"))} ${parseFloat(each.getAttribute("height"))}`);
  });
  addEventListener("afterprint", () => charts().forEach((each) => each.removeAttribute("viewBox")));
})();
