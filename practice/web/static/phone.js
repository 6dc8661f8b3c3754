// On the phone: reads new lines aloud and writes down what is said. Only where the browser can, and off at first.

import { say } from "./transcript.js";

const voice = document.getElementById("voice");
const box = document.querySelector("#reply textarea");
const talk = document.getElementById("talk");
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

function toggled(button, on, told) {
  button.setAttribute("aria-pressed", String(on));
  say(told);
}

function offerReading(button) {
  const lines = document.getElementById("lines");
  const read = (text) => {
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.lang = voice.dataset.talkLanguage;
    speechSynthesis.cancel();
    speechSynthesis.speak(spoken);
  };
  const isOn = () => button.getAttribute("aria-pressed") === "true";
  button.hidden = false;
  button.addEventListener("click", () => {
    const on = !isOn();
    toggled(button, on, on ? voice.dataset.reading : voice.dataset.silent);
    if (on) read([...lines.querySelectorAll(".customer [data-words]")].at(-1)?.textContent ?? "");
    else speechSynthesis.cancel();
  });
  talk.addEventListener("said", ({ detail }) => { if (isOn()) read(detail.text); });
}

function offerDictation(button) {
  let listening = null;
  const stop = (told) => {
    const over = listening;
    listening = null;
    over.abort();
    toggled(button, false, told);
  };
  const hear = ({ results, resultIndex }) => {
    const heard = [...results].slice(resultIndex).filter((result) => result.isFinal).map((result) => result[0].transcript.trim());
    if (!heard.length) return;
    box.value = [box.value.trimEnd(), ...heard].filter(Boolean).join(" ");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const start = () => {
    window.speechSynthesis?.cancel();
    listening = new Recognition();
    listening.lang = voice.dataset.talkLanguage;
    listening.continuous = true;
    listening.addEventListener("result", hear);
    listening.addEventListener("error", () => { if (listening) stop(voice.dataset.unheard); });
    listening.addEventListener("end", () => { if (listening) stop(voice.dataset.heard); });
    listening.start();
    toggled(button, true, voice.dataset.listening);
  };
  button.hidden = false;
  voice.querySelector("[data-voice-note]").hidden = false;
  button.addEventListener("click", () => { if (listening) stop(voice.dataset.heard); else start(); });
  talk.addEventListener("sent", () => { if (listening) stop(voice.dataset.heard); });
}

if (voice) {
  if (window.speechSynthesis && window.SpeechSynthesisUtterance) offerReading(voice.querySelector("[data-voice=read]"));
  if (Recognition) offerDictation(voice.querySelector("[data-voice=dictate]"));
}
