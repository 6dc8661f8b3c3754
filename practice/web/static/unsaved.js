// An editor keeps what is typed until it is saved, and offers what an earlier page kept.

import { forget, keep, keptAt, placeOf } from "./unsaved_texts.js";
import { canBeSent } from "./version_length.js";

const CHANGES = /^(?:add|remove|up|down)\//;
const LEFT_OUT = new Set(["csrf_token", "unsaved", "do"]);

const offers = document.getElementById("unsaved");
const refused = document.getElementById("unsaved-refused");
const own = document.getElementById("unsaved-id");
const form = own.form;
const place = placeOf(offers.dataset);
let begun = "";
let sending = false;

function fields() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.has(name));
}

function told(textContent, more) {
  return Object.assign(document.createElement("p"), { className: "note", textContent, ...more });
}

function keepOwn(at = Date.now()) {
  const isKept = canBeSent() && keep(place, own.value, { at, fields: fields() });
  if (isKept) refused.replaceChildren();
  else if (!refused.firstChild) refused.append(told(refused.dataset.text, { className: "note warn", role: "alert" }));
}

function goOn(kept) {
  const sent = document.createElement("form");
  Object.assign(sent, { method: "post", enctype: "multipart/form-data", action: offers.dataset.text });
  const as = kept.fields.some(([name]) => name === "part") ? "show" : "source";
  const more = [["csrf_token", form.elements.csrf_token.value], ["unsaved", kept.id], ["do", as]];
  for (const [name, value] of [...kept.fields, ...more]) {
    sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(sent);
  sending = true;
  // Not sent.submit: a field may have that name.
  HTMLFormElement.prototype.submit.call(sent);
}

function throwAway(kept) {
  forget(place, kept.id);
  offer();
  const done = told(offers.dataset.gone, { tabIndex: -1 });
  offers.append(done);
  done.focus();
}

function offered(kept) {
  const note = document.getElementById("unsaved-one").content.cloneNode(true);
  const words = note.querySelector("p");
  const { lang } = document.documentElement;
  const when = new Date(kept.at).toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" });
  words.textContent = words.textContent.replace("{when}", when);
  words.id = `unsaved-${kept.id}`;
  for (const button of note.querySelectorAll("button")) button.setAttribute("aria-describedby", words.id);
  note.querySelector("[data-go-on]").addEventListener("click", () => goOn(kept));
  note.querySelector("[data-throw-away]").addEventListener("click", () => throwAway(kept));
  return note;
}

function offer() {
  offers.replaceChildren(...keptAt(place).filter((kept) => kept.id !== own.value).map(offered));
}

/** `isGoneBackTo`: such a page may be older than what is kept under its name, and then begins a name of its own. */
function settle(isGoneBackTo) {
  begun = JSON.stringify(fields());
  const kept = keptAt(place).find((one) => one.id === own.value);
  if (!kept || (isGoneBackTo && JSON.stringify(kept.fields) !== begun)) {
    own.value = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  } else {
    begun = "";
    keepOwn(kept.at);
  }
  offer();
}

form.addEventListener("input", () => {
  if (JSON.stringify(fields()) === begun) forget(place, own.value);
  else keepOwn();
});
form.addEventListener("submit", (event) => {
  sending = true;
  if (CHANGES.test(event.submitter?.value ?? "")) keepOwn();
});
addEventListener("beforeunload", (event) => {
  if (refused.firstChild && !sending) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  sending = false;
  if (event.persisted) settle(true);
});

settle(performance.getEntriesByType("navigation")[0]?.type !== "navigate");
