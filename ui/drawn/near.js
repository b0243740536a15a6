// Says that a chart is about to come near the screen, or to be printed: only then is it sent, and its script fetched.
const AGAIN = 300; // ms: of parts of a page that ask at the same moment Streamlit may run one alone, so each asks until it is heard
const MOST = 100;

export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".bs-to-come");
  let timer, times = 0;
  const say = () => (times < MOST ? setStateValue("near", ++times) : stop());
  const ask = () => {
    watch.disconnect();
    clearInterval(timer);
    timer = setInterval(say, AGAIN);
    say();
  };
  const watch = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && ask(), {
    root: parentElement.closest("[data-testid=stMain]"), // what scrolls
    rootMargin: "50% 0px", // half a screen before
  });
  const stop = () => {
    watch.disconnect();
    removeEventListener("beforeprint", ask);
    removeEventListener("bs-leave", stop);
    clearInterval(timer);
  };
  place.stop?.(); // of an earlier run
  place.stop = stop;
  place.style.setProperty("--height", `${data.height}px`);
  place.querySelector("p").textContent = data.said;
  watch.observe(place);
  addEventListener("beforeprint", ask);
  // Of a wish for another page and one of this page's parts that wait at the server Streamlit makes a run of this page.
  addEventListener("bs-leave", stop); // said by document.js
  return stop;
}
