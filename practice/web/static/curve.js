// The steps of the mood curve: hover, focus or a tap shows what a reply did; Escape shows the newest again.

const talk = document.getElementById("talk");
let open = null; // { curve, number }

const stepOf = (target) => target.closest?.("[data-step]");
const parts = (curve, number) => curve.querySelectorAll(`[data-step="${number}"]`);

function close() {
  if (!open) return false;
  const { curve, number } = open;
  open = null;
  curve.classList.remove("open");
  curve.querySelector("[data-why]").hidden = true;
  mark(curve, number, false);
  return true;
}

function mark(curve, number, on) {
  for (const part of parts(curve, number)) {
    part.classList.toggle("on", on);
    if (part.matches("button")) part.setAttribute("aria-expanded", String(on));
  }
}

function show(step) {
  const curve = step.closest("[data-curve]");
  const number = step.dataset.step;
  if (open?.curve === curve && open.number === number) return;
  close();
  const button = curve.querySelector(`button[data-step="${number}"]`);
  const entry = document.getElementById(button.getAttribute("aria-describedby"));
  const place = curve.querySelector("[data-why]");
  place.replaceChildren(...[...entry.childNodes].map((node) => node.cloneNode(true)));
  place.hidden = false;
  curve.classList.add("open");
  mark(curve, number, true);
  open = { curve, number };
}

/** What the keyboard is on stays shown when the pointer has gone. */
function rest() {
  const held = document.activeElement?.matches("button[data-step]") ? document.activeElement : null;
  if (held) show(held);
  else close();
}

talk.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return;
  const step = stepOf(target);
  if (step) show(step);
  else if (open && target.closest("[data-curve]") !== open.curve) rest();
});
talk.addEventListener("focusin", ({ target }) => {
  if (target.matches("button[data-step]")) show(target);
});
talk.addEventListener("focusout", ({ target }) => {
  if (target.matches("button[data-step]")) close();
});
talk.addEventListener("click", ({ target }) => {
  const step = stepOf(target);
  if (step) show(step);
  else if (open && !target.closest("[data-curve]")) rest();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && close()) event.stopImmediatePropagation();
}, { capture: true });

/** Puts in the panels as they are by now; the step that the keyboard was on keeps it. */
export function renew(place, html) {
  const held = place.contains(document.activeElement) ? document.activeElement.getAttribute("aria-describedby") : null;
  const unfolded = [...place.querySelectorAll("details")].map((part) => part.open);
  close();
  place.innerHTML = html;
  place.querySelectorAll("details").forEach((part, number) => { part.open = Boolean(unfolded[number]); });
  place.querySelectorAll(".curve-scroll").forEach((frame) => { frame.scrollLeft = frame.scrollWidth; });
  if (held) place.querySelector(`[aria-describedby="${CSS.escape(held)}"]`)?.focus();
}
