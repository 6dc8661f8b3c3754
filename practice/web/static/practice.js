// The conversation page: the box, its keys, and the buttons that need no new page.

import { letRun, stopClock } from "./clock.js";
import { keepDraft, readDraft } from "./draft.js";
import { messageOf } from "./events.js";
import { lastReply, say, showSending, speaking, tellConnection, toEnd, tryAgain, watch, watchUnsettled } from "./transcript.js";

const talk = document.getElementById("talk");
const dock = document.getElementById("composer");
const form = document.getElementById("reply");
const box = form?.elements.text;
const problem = document.getElementById("reply-problem");
const count = document.getElementById("reply-count");
const NEAR = 400;

const coarse = matchMedia("(pointer: coarse)");
const keep = (sent) => keepDraft({ text: box.value, key: form.elements.client_key.value, sent });

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function refuse(message) {
  problem.textContent = message;
  box.setAttribute("aria-invalid", message ? "true" : "false");
  if (!message) box.removeAttribute("aria-invalid");
}

function counted() {
  const left = Number(form.dataset.limit) - [...box.value].length;
  count.textContent = left > NEAR ? "" : (left < 0 ? form.dataset.over : form.dataset.left).replace("{n}", Math.abs(left));
  count.classList.toggle("over", left < 0);
}

function answered(closing, failed = false) {
  if (closing) {
    const unsent = box?.value;
    dock.innerHTML = closing;
    talk.querySelector("[data-end]")?.remove();
    stopClock("call");
    if (unsent) dock.append(Object.assign(document.createElement("p"), { className: "bubble", textContent: unsent }));
    toEnd();
  } else if (problem) {
    refuse("");
    if (!failed) letRun("waiting", true);
  }
}

function letHandIn() {
  talk.querySelector("[data-until-said]")?.remove();
  talk.querySelector("[data-once-said]")?.removeAttribute("hidden");
}

/** `button`: what was pressed, which may be something to do as well as to say. */
async function send(button) {
  const text = box.value;
  if (speaking()) return refuse(form.dataset.wait);
  const body = new URLSearchParams(new FormData(form, button));
  const said = [text, button?.dataset.label].filter(Boolean).join("\n");
  keep(said);
  box.value = "";
  counted();
  refuse("");
  stopClock("waiting");
  talk.dispatchEvent(new Event("sent"));
  const takeAway = showSending(said);
  const giveBack = (message) => {
    takeAway();
    box.value = box.value ? `${text}\n${box.value}` : text;
    keep();
    counted();
    refuse(message);
    letRun("waiting");
    box.focus();
  };
  const controller = new AbortController();
  let response;
  try {
    // Not form.action: a button of that name stands in its place.
    response = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "text/event-stream" }, signal: controller.signal });
  } catch {
    return giveBack(form.dataset.unsent);
  }
  if (!response.ok) return giveBack((await messageOf(response)) || form.dataset.unsent);
  let isKept = false;
  const kept = () => {
    isKept = true;
    takeAway();
    form.elements.client_key.value = newKey();
    keep();
    letHandIn();
  };
  await watch({ response, controller, kept, answered });
  if (!isKept) {
    tellConnection("");
    giveBack(form.dataset.unsent);
  }
  return undefined;
}

async function press(button) {
  const line = button.closest(".line");
  const sent = new URLSearchParams(new FormData(button));
  try {
    const response = await fetch(button.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    if (!response.ok) return tellConnection((await messageOf(response)) || talk.dataset.lost);
    tellConnection("");
    const { html } = await response.json();
    if (button.dataset.live === "again") tryAgain(line, html, answered);
  } catch {
    tellConnection(talk.dataset.lost);
  }
  return undefined;
}

document.addEventListener("submit", (event) => {
  if (event.target === form) {
    event.preventDefault();
    send(event.submitter);
  } else if (event.target.dataset.live) {
    event.preventDefault();
    press(event.target);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && speaking()) document.querySelector("form[data-live=stop]")?.requestSubmit();
});

if (form) {
  const known = readDraft();
  if (known.sent && lastReply().trim() === known.sent.trim()) keep();
  else if (known.text && !box.value) {
    box.value = known.text;
    form.elements.client_key.value = known.key;
  }
  counted();
  box.addEventListener("input", () => { keep(); counted(); refuse(""); });
  box.addEventListener("keydown", (event) => {
    // A finger has no Shift key at hand: there Enter breaks the line and the button sends, as in an e-mail.
    const breaks = form.dataset.enter === "breaks" || coarse.matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || (breaks && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  if (!coarse.matches) box.focus({ preventScroll: true });
}

watchUnsettled(answered);
toEnd();
say("");
