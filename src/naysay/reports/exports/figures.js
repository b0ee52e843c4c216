// Figures: the value of a point on hover, by touch, and by the keys of a slider.
function makeReadable(figure, number) {
  const drawing = figure.querySelector(".drawing");
  const points = all("circle.value", drawing);
  if (!points.length) return;
  const texts = points.map((point) => point.querySelector("title").textContent);
  points.forEach((point) => point.querySelector("title").remove());
  const name = `value-${number}`;
  const slider = element("input", {
    type: "range", min: 0, max: points.length - 1, value: 0, id: name, "aria-valuetext": texts[0],
  });
  const told = element("output", { for: name });
  drawing.after(element("div", { class: "stepper" }, element("label", { for: name }, words.step), slider, told));

  function show(at) {
    points.forEach((point, place) => point.classList.toggle("at", place === at));
    slider.value = at;
    slider.setAttribute("aria-valuetext", texts[at]);
    told.textContent = texts[at];
  }
  slider.addEventListener("input", () => show(Number(slider.value)));
  slider.addEventListener("focus", () => show(Number(slider.value)));
  const svg = drawing.querySelector("svg");
  const ask = (event) => {
    const matrix = svg.getScreenCTM();
    if (!matrix) return;
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    let nearest = -1, least = 40 ** 2;
    points.forEach((point, at) => {
      const across = point.cx.baseVal.value - place.x, down = point.cy.baseVal.value - place.y;
      const distance = across ** 2 + down ** 2 / 9;
      if (distance < least) [nearest, least] = [at, distance];
    });
    if (nearest >= 0) show(nearest);
  };
  svg.addEventListener("pointermove", ask);
  svg.addEventListener("pointerdown", ask);
}
all("figure").forEach(makeReadable);
