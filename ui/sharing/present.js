// The bar below a slide: moving by button and by key, full screen, the clock. All texts come as data and are set as text.
const START = "bs-present-start"; // when this item of the agenda began; kept for the tab, so that a slide may change
const STEP = 20; // px: a slide is drawn anew when its room changes by so much
const STILL = 200; // ms without a change: the side bar slides in and out
const PHONE = 640; // px of width up to which a slide may scroll
const SMALLEST = 75; // percent of the letters of sentences: what has more to say scrolls; long lists go on on the next slide
const SENT = { stamp: null }; // the last move that the server has not answered yet; keys may be faster than it
const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
  Home: "first", End: "last", o: "list", O: "list", Escape: "slide", f: "full", F: "full",
};
const ALWAYS = ["PageDown", "PageUp"]; // what a clicker sends: they mean nothing in a field of one line
const AMONG = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -1e9, End: 1e9 }; // steps between the list's entries
const LAID = "[role=dialog], [role=listbox], [role=menu]"; // what lies above the page
const BUSY = `input, textarea, select, [contenteditable], [role=combobox], [role=radiogroup], [role=slider], ${LAID}`;
const ELSEWHERE = `${BUSY}, [data-testid=stSidebar], [data-testid=stHeader]`; // whoever is there keeps the focus there
// No text here: see above.
const BAR = `
  <div class="bs-present-bar">
    <button type="button" data-go="previous" aria-keyshortcuts="ArrowLeft PageUp"></button>
    <span class="bs-present-position"></span>
    <button type="button" data-go="next" aria-keyshortcuts="ArrowRight PageDown"></button>
    <button type="button" data-go="list" aria-keyshortcuts="O"></button>
    <button type="button" data-go="full" aria-keyshortcuts="F"></button>
    <span class="bs-present-clock" role="timer"></span>
    <button type="button" data-go="restart"></button>
  </div>
  <p class="bs-only-heard" aria-live="polite"></p>`;

export default function ({ data, parentElement, setStateValue }) {
  const firstTime = !parentElement.__off;
  parentElement.__off?.();
  if (SENT.stamp === null || data.heard === SENT.stamp || firstTime)
    Object.assign(SENT, { stamp: null, index: data.index, list: data.list });
  if (firstTime) document.activeElement?.closest("[data-testid=stSidebar]") && document.activeElement.blur(); // the link here
  // The bar stays while slides come and go: a button that was pressed keeps the focus.
  if (!parentElement.querySelector(".bs-present-bar")) parentElement.innerHTML = BAR;
  if (!sessionStorage.getItem(START)) sessionStorage.setItem(START, Date.now());
  const bar = parentElement.querySelector(".bs-present-bar");
  const clock = bar.querySelector(".bs-present-clock");

  const tick = () => {
    const time = new Date();
    const seconds = Math.max(0, Math.floor((time - sessionStorage.getItem(START)) / 1000));
    const two = (first, second) => [first, second].map((each) => String(each).padStart(2, "0")).join(":");
    const limit = data.minutes ? ` / ${two(data.minutes, 0)}` : "";
    clock.textContent = `${two(time.getHours(), time.getMinutes())} · ${two(Math.floor(seconds / 60), seconds % 60)}${limit}`;
    clock.classList.toggle("bs-late", data.minutes > 0 && seconds >= 60 * data.minutes);
  };
  const act = (name) => {
    if (name === "full") return fullScreen();
    if (name === "restart") {
      sessionStorage.setItem(START, Date.now());
      return tick();
    }
    const last = data.slides.length - 1;
    const at = Math.min(SENT.index, last);
    const index = { previous: Math.max(at - 1, 0), next: Math.min(at + 1, last), first: 0, last }[name] ?? at;
    const list = name === "list" && !SENT.list;
    if (index === SENT.index && list === SENT.list) return;
    // Where to go, not how far: of several moves that reach the server together, the last is enough.
    Object.assign(SENT, { stamp: `${Date.now()} ${Math.random()}`, index, list });
    setStateValue("at", { slide: data.slides[index], list, stamp: SENT.stamp });
  };

  const texts = {
    previous: `‹ ${data.previous}`, next: `${data.next} ›`, list: data.list ? data.back : data.all,
    full: data.full_screen, restart: data.restart,
  };
  for (const each of bar.querySelectorAll("button")) {
    each.textContent = texts[each.dataset.go];
    each.onclick = (event) => {
      if (event.detail) each.blur(); // a mouse pressed it: space and enter go on moving the slides
      act(each.dataset.go);
    };
  }
  bar.querySelector(".bs-present-position").textContent = data.position;
  const told = `${data.position}. ${data.title}`; // said at a move only; at first the title gets the focus
  const main = parentElement.closest("[data-testid=stMain]");
  if (!firstTime && told !== parentElement.__told) main.scrollTop = 0; // a long slide of a phone opens at its title
  if (!firstTime && told !== parentElement.__told) parentElement.querySelector(".bs-only-heard").textContent = told;
  parentElement.__told = told;

  const entries = () => [...document.querySelectorAll(".st-key-slide_entries button")];
  let looking;
  const settle = () => {
    const held = document.activeElement;
    const entry = entries()[data.index];
    const turned = data.list !== Boolean(parentElement.__list); // as long as nobody has got the focus for it
    const here = !held.closest(ELSEWHERE) && (turned || held === document.body);
    if (here && data.list && !entry) return (looking = requestAnimationFrame(settle)); // it may be loaded after the bar
    parentElement.__list = data.list;
    if (here && data.list) entry.focus();
    // The title is read out, and from there every key moves the slides; the tab key goes on to the slide's link and to the bar.
    else if (here && turned && !bar.contains(held)) document.querySelector(".bs-slide h1")?.focus();
  };
  settle();
  tick();
  const ticking = setInterval(tick, 1000);

  const pressed = (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || document.querySelector(LAID)) return;
    if (target.closest?.(ALWAYS.includes(key) ? "textarea" : BUSY)) return;
    if ((key === "Enter" || key === " ") && target.closest?.("button, a, summary")) return; // they press it
    if (SENT.list && key in AMONG) {
      event.preventDefault();
      const all = entries();
      const held = all.indexOf(document.activeElement); // else from the one of the slide at hand
      return all.at(Math.max(0, Math.min((held < 0 ? data.index : held) + AMONG[key], all.length - 1)))?.focus();
    }
    const name = key === " " && event.shiftKey ? "previous" : KEYS[key];
    if (!name || (name === "slide" && !SENT.list)) return;
    event.preventDefault(); // the page would scroll
    if (target.matches?.("input")) target.blur(); // what was typed there counts
    act(name);
  };
  document.addEventListener("keydown", pressed);

  const measure = () => {
    const size = [window.innerWidth, window.innerHeight, main.clientWidth].map((each) => Math.floor(each / STEP) * STEP);
    if (size.some((each, place) => each !== data.size[place])) setStateValue("size", size);
  };
  measure();
  // Sentences shrink until the bar is in view, the title a little: how many lines they take depends on the words of the data.
  const body = document.querySelector(".st-key-slide_body");
  const fit = () => {
    let size = 100;
    do body.style.setProperty("--bs-shrunk", size / 100);
    while (main.clientWidth > PHONE && main.scrollHeight > main.clientHeight && (size -= 3) >= SMALLEST);
  };
  let waiting;
  const watching = new ResizeObserver(() => {
    if (body) fit();
    clearTimeout(waiting);
    waiting = setTimeout(measure, STILL);
  });
  watching.observe(main); // it tells of the first size too
  if (body) watching.observe(body);

  parentElement.__off = () => {
    clearInterval(ticking);
    clearTimeout(waiting);
    cancelAnimationFrame(looking);
    document.removeEventListener("keydown", pressed);
    watching.disconnect();
  };
  return parentElement.__off;
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}
