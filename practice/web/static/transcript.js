// The lines of the talk as they grow. What others wrote comes as text, or as markup that the server has made of it.

import { renew } from "./curve.js";
import { follow } from "./events.js";

const talk = document.getElementById("talk");
const lines = document.getElementById("lines");
const connection = document.getElementById("connection");
const announcement = document.getElementById("announcement");

const lineOf = (id) => lines.querySelector(`[data-turn="${CSS.escape(id)}"]`);
const isLast = (id) => lines.lastElementChild?.dataset.turn === id;

function elementsOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

/** Keeps the newest words in sight, unless the reader has scrolled away from them. */
function growing(change) {
  const atEnd = talk.getBoundingClientRect().bottom < innerHeight + 160;
  change();
  if (atEnd) toEnd();
}

export function toEnd() {
  talk.scrollIntoView({ block: "end" });
}

export function say(text) {
  announcement.textContent = text;
}

export function tellConnection(text) {
  connection.textContent = text;
  connection.hidden = !text;
}

function replaceLine(id, html) {
  growing(() => lineOf(id)?.replaceWith(...elementsOf(html)));
}

/** Shows a reply before the server has it. Returns what takes it away again. */
export function showSending(text) {
  const added = [...document.getElementById("sending").content.cloneNode(true).children];
  added[0].querySelector(".bubble").textContent = text;
  lines.append(...added);
  toEnd();
  return () => added.forEach((line) => line.remove());
}

/** Follows one exchange. `kept()` once the reply is in the database, `answered(closing, failed)` once the customer is done. */
export function watch({ id = "", response, controller, kept = () => {}, answered = () => {} }) {
  let fresh = true;
  const handlers = {
    kept({ html }) {
      const added = elementsOf(html);
      kept();
      added.forEach((line) => lineOf(line.dataset.turn)?.remove());
      growing(() => lines.append(...added));
      id = added.at(-1).dataset.turn;
    },
    token({ text, anew }) {
      const words = lineOf(id)?.querySelector("[data-words]");
      if (!words) return;
      growing(() => {
        if (fresh || anew) words.textContent = text;
        else words.append(text);
      });
      fresh = false;
    },
    line({ html }) {
      replaceLine(id, html);
      fresh = true;
    },
    mood(parts) {
      if (isLast(id)) talk.querySelectorAll("[data-mood]").forEach((place) => renew(place, parts[place.dataset.mood]));
    },
    turn({ status, html, say: words, closing }) {
      replaceLine(id, html);
      if (!isLast(id)) return;
      say(words);
      talk.dispatchEvent(new CustomEvent("said", { detail: { text: lineOf(id)?.querySelector("[data-words]").textContent } }));
      answered(closing, status === "failed");
    },
    grade({ html, say: words }) {
      const place = lineOf(id)?.previousElementSibling?.querySelector("[data-grade]");
      if (!place) return;
      growing(() => {
        if (isLast(id)) lines.querySelectorAll(".grade-card details[open]").forEach((card) => { card.open = false; });
        place.innerHTML = html;
      });
      say(words);
    },
    end() {},
  };
  return follow({
    response,
    controller,
    urlOf: () => (id && lineOf(id)?.dataset.events) || "",
    handle: (name, data) => handlers[name]?.(data),
    line: {
      begun: () => { fresh = true; },
      lost: () => tellConnection(talk.dataset.lost),
      back: () => { tellConnection(""); say(talk.dataset.back); },
      gone: () => tellConnection(talk.dataset.gone),
    },
  });
}

/** Follows what was still going on when the page was loaded. */
export function watchUnsettled(answered) {
  for (const line of lines.querySelectorAll("[data-unsettled]")) watch({ id: line.dataset.turn, answered });
}

/** A line that is tried again: shows it as it now stands, and follows its exchange. */
export function tryAgain(line, html, answered) {
  const answer = line.classList.contains("customer") ? line : line.nextElementSibling;
  replaceLine(line.dataset.turn, html);
  watch({ id: answer.dataset.turn, answered });
}

export const speaking = () => lines.lastElementChild?.classList.contains("speaking") ?? false;
export const lastReply = () => [...lines.querySelectorAll(".trainee .bubble")].at(-1)?.textContent ?? "";
