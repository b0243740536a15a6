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

// A table that is wider than the page scrolls sideways: without a place for the focus, no key could move it.
(() => {
  let asked = false;
  const reach = () => {
    asked = false;
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
  const ask = () => {
    if (!asked) requestAnimationFrame(reach);
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
