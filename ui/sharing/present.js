// The bar below a slide: moving by button and by key, full screen, the clock. All texts come as data and are set as text.
const START = "bs-present-start"; // when this item of the agenda began; kept for the tab, so that a slide may change
const STEP = 20; // px: a slide is drawn anew when its room changes by so much
const STILL = 200; // ms without a change: the side bar slides in and out
const SENT = { stamp: null }; // the last move that the server has not answered yet; keys may be faster than it
const KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
  Home: "first", End: "last", o: "list", O: "list", Escape: "slide",
};
const ALWAYS = ["PageDown", "PageUp"]; // what a clicker sends: they mean nothing in a field of one line
const AMONG = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]; // what moves between the entries of the list
const BUSY = "input, textarea, select, [contenteditable], [role=dialog], [role=listbox], [role=combobox], [role=menu], [role=radiogroup], [role=slider]";
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
  if (firstTime) document.activeElement?.closest?.("[data-testid=stSidebar]") && document.activeElement.blur(); // the link that led here
  const now = Date.now();
  if (!sessionStorage.getItem(START)) sessionStorage.setItem(START, now);

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
  // The bar stays while slides come and go: a button that was pressed keeps the focus.
  const made = parentElement.querySelector(".bs-present-bar");
  if (!made) parentElement.innerHTML = BAR;
  const bar = made ?? parentElement.querySelector(".bs-present-bar");
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
  bar.querySelector(".bs-present-position").textContent = data.positions[data.index];
  const clock = bar.querySelector(".bs-present-clock");
  const told = parentElement.querySelector(".bs-only-heard");
  const before = parentElement.__told;
  parentElement.__told = `${data.positions[data.index]}. ${data.title}`;
  if (before !== undefined && before !== parentElement.__told) told.textContent = parentElement.__told;

  const entries = () => [...document.querySelectorAll(".st-key-slide_entries button")];
  const turned = data.list !== Boolean(parentElement.__list);
  parentElement.__list = data.list;
  let looking;
  const settle = () => {
    const held = document.activeElement;
    if (held.closest(ELSEWHERE) || !(turned || held === document.body)) return;
    if (!data.list) return turned && !bar.contains(held) && toSlide();
    const entry = entries()[data.index];
    entry ? entry.focus() : (looking = requestAnimationFrame(settle)); // its button may be loaded after the bar
  };
  settle();

  const tick = () => {
    const seconds = Math.max(0, Math.floor((Date.now() - Number(sessionStorage.getItem(START))) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    const time = new Date();
    const gone = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
    const limit = data.minutes ? ` / ${two(data.minutes)}:00` : "";
    clock.textContent = `${two(time.getHours())}:${two(time.getMinutes())} · ${gone}${limit}`;
    clock.classList.toggle("bs-late", data.minutes > 0 && seconds >= 60 * data.minutes);
  };
  tick();
  const ticking = setInterval(tick, 1000);

  const pressed = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (document.querySelector("[role=dialog], [role=listbox], [role=menu]")) return;
    if (event.target.closest?.(ALWAYS.includes(event.key) ? "textarea" : BUSY)) return;
    const onButton = event.target.closest?.("button, a, summary");
    if (onButton && (event.key === "Enter" || event.key === " ")) return; // they press it
    if (event.key === "f" || event.key === "F") {
      event.preventDefault();
      return fullScreen();
    }
    if (SENT.list && AMONG.includes(event.key)) {
      event.preventDefault();
      return toEntry(entries(), data.index, event.key);
    }
    const name = event.key === " " && event.shiftKey ? "previous" : KEYS[event.key];
    if (!name || (name === "slide" && !SENT.list)) return;
    event.preventDefault(); // the page would scroll
    if (event.target.matches?.("input")) event.target.blur(); // what was typed there counts
    act(name);
  };
  document.addEventListener("keydown", pressed);

  const main = parentElement.closest("[data-testid=stMain]");
  const measure = () => {
    const room = [window.innerWidth, window.innerHeight, main?.clientWidth || window.innerWidth];
    const size = room.map((each) => Math.floor(each / STEP) * STEP);
    if (size.some((each, place) => each !== data.size[place])) setStateValue("size", size);
  };
  measure();
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(measure, STILL);
  };
  const watching = new ResizeObserver(soon); // it tells of the first size too
  if (main) watching.observe(main);
  window.addEventListener("resize", soon);

  parentElement.__off = () => {
    clearInterval(ticking);
    cancelAnimationFrame(looking);
    document.removeEventListener("keydown", pressed);
    window.removeEventListener("resize", soon);
    watching.disconnect();
    clearTimeout(waiting);
  };
  return parentElement.__off;
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

// From the entry that has the focus, or from the one of the slide at hand.
function toEntry(entries, index, key) {
  const held = entries.indexOf(document.activeElement);
  const at = held < 0 ? index : held;
  const tops = entries.map((each) => each.getBoundingClientRect().top);
  const columns = tops.filter((each) => each === tops[0]).length;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -at, End: entries.length - 1 - at };
  entries[at + steps[key]]?.focus();
}

// The title is read out, and from there every key moves the slides; the tab key goes on to the slide's link and to the bar.
function toSlide() {
  const title = document.querySelector(".bs-slide h1");
  title?.setAttribute("tabindex", "-1");
  title?.focus();
}
