// The language of the document follows the link: Streamlit writes every choice into the address without loading anew.
(() => {
  const follow = () => {
    const asked = new URLSearchParams(location.search).get("lang");
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
