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
const BUSY = "input, textarea, select, [contenteditable], [role=dialog], [role=listbox], [role=combobox], [role=menu], [role=radiogroup], [role=slider]";

export default function ({ data, parentElement, setStateValue }) {
  const firstTime = !parentElement.__off;
  parentElement.__off?.();
  if (SENT.stamp === null || data.heard === SENT.stamp || firstTime)
    Object.assign(SENT, { stamp: null, index: data.index, list: data.list });
  if (firstTime) document.activeElement?.closest?.("[data-testid=stSidebar]") && document.activeElement.blur(); // the link that led here
  const now = Date.now();
  if (!sessionStorage.getItem(START)) sessionStorage.setItem(START, now);

  const bar = document.createElement("div");
  bar.className = "bs-present-bar";
  const button = (name, text, keys) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.dataset.go = name;
    if (keys) made.setAttribute("aria-keyshortcuts", keys);
    made.addEventListener("click", () => act(name));
    return made;
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
  const position = document.createElement("span");
  position.className = "bs-present-position";
  position.textContent = data.positions[data.index];
  const clock = document.createElement("span");
  clock.className = "bs-present-clock";
  clock.setAttribute("role", "timer");
  bar.append(
    button("previous", `‹ ${data.previous}`, "ArrowLeft PageUp"),
    position,
    button("next", `${data.next} ›`, "ArrowRight PageDown"),
    button("list", data.list ? data.back : data.all, "O"),
    button("full", data.full_screen, "F"),
    clock,
    button("restart", data.restart),
  );
  const told = document.createElement("p");
  told.className = "bs-only-heard";
  told.setAttribute("aria-live", "polite");
  const before = parentElement.__told;
  told.textContent = before ?? "";
  parentElement.textContent = "";
  parentElement.append(bar, told);
  parentElement.__told = `${data.positions[data.index]}. ${data.title}`;
  if (before !== undefined && before !== parentElement.__told) told.textContent = parentElement.__told;

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
