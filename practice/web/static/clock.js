// Clocks that nobody has to look at: how long the call has lasted, how long the customer has waited.

const clocks = [...document.querySelectorAll("[data-clock]")].map((element) => ({
  element,
  since: performance.now() - Number(element.dataset.seconds) * 1000,
  stopped: "stopped" in element.dataset,
}));

function told(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function show() {
  for (const { element, since, stopped } of clocks) {
    element.textContent = stopped ? "" : told((performance.now() - since) / 1000);
  }
}

/** `anew`: the customer has just spoken, so that the wait begins. */
export function letRun(which, anew = false) {
  for (const clock of clocks.filter(({ element }) => element.dataset.clock === which)) {
    clock.stopped = false;
    if (anew) clock.since = performance.now();
  }
  show();
}

export function stopClock(which) {
  for (const clock of clocks.filter(({ element }) => element.dataset.clock === which)) clock.stopped = true;
  show();
}

if (clocks.length) {
  show();
  setInterval(show, 1000);
}
