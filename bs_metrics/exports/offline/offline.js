/* Draws every chart in the colours of the reader's theme, again when that changes, and in the light ones on paper. */
(function () {
  "use strict";
  var figures = JSON.parse(document.getElementById("charts").textContent);
  var places = Array.prototype.slice.call(document.querySelectorAll("[data-chart]"));
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var paper = 1020, third = 310; // px that an A4 page leaves between its margins, and a stage's card there

  function draw(place, mode, width) {
    var figure = figures[+place.dataset.chart], drawn = figure[mode];
    var layout = Object.assign({}, drawn.layout, width ? { width: width } : { autosize: true });
    var config = { displayModeBar: false, responsive: !width, staticPlot: figure.still };
    return Plotly.react(place, drawn.data, layout, config);
  }

  function all() {
    var mode = dark.matches ? "dark" : "light";
    return Promise.all(places.map(function (place) { return draw(place, mode, 0); }));
  }

  all().then(function () { document.documentElement.dataset.drawn = "yes"; });
  dark.addEventListener("change", all);
  window.addEventListener("beforeprint", function () {
    places.forEach(function (place) {
      draw(place, "light", place.closest(".stage") ? third : paper);
    });
  });
  window.addEventListener("afterprint", all);
})();
