// An editor tells that its text has grown too long, and sends nothing that could not come back.

const told = document.getElementById("length");
const refused = document.getElementById("length-refused");
const { form } = document.getElementById("unsaved-id");
const { text } = form.elements;
const most = Number(told.dataset.text);
const mostLines = Number(told.dataset.lines);
const mostSent = Number(told.dataset.form);
// What the browser writes around a field, besides its name.
const AROUND = 120;
const FIELD = /^(?:at|may|list|lines)\//;

const sizeOf = (words) => new TextEncoder().encode(words).length;
const isSource = text.localName === "textarea";
const inText = isSource ? 0 : sizeOf(text.value) + Number(told.dataset.beside);
const inFields = fieldsSize();

function fieldsSize() {
  return [...form.elements].filter(({ name }) => FIELD.test(name)).reduce((sum, { value }) => sum + sizeOf(value), 0);
}

function kept() {
  return text.value.replace(/\n+$/, "");
}

function textSize() {
  return isSource ? sizeOf(`${kept()}\n`) : inText + fieldsSize() - inFields;
}

function sentSize() {
  const parts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return parts.reduce((sum, [name, value]) => sum + AROUND + sizeOf(name) + sizeOf(value.replaceAll("\n", "\r\n")), 0);
}

const inWords = (number) => number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
const kilobytes = (size) => inWords(Math.ceil(size / 100) / 10);
const filled = (words, given, allowed) => words.replace("{given}", given).replace("{most}", allowed);

function overLimits() {
  const size = textSize();
  const lines = isSource ? kept().split("\n").length : 0;
  return [
    ...(size > most ? [filled(told.dataset.tooLong, kilobytes(size), kilobytes(most))] : []),
    ...(lines > mostLines ? [filled(told.dataset.tooMany, inWords(lines), inWords(mostLines))] : []),
  ];
}

function note(textContent, more) {
  return Object.assign(document.createElement("p"), { className: "note warn", textContent, ...more });
}

function tell() {
  const words = overLimits();
  if (words.join() !== [...told.children].map((child) => child.textContent).join()) told.replaceChildren(...words.map((one) => note(one)));
}

form.addEventListener("input", () => {
  refused.replaceChildren();
  tell();
});
/** A text that is larger could not be gone on with either. */
export function canBeSent() {
  return sentSize() <= mostSent;
}

form.addEventListener("submit", (event) => {
  const size = sentSize();
  if (size <= mostSent) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const why = note(filled(refused.dataset.text, kilobytes(size), kilobytes(mostSent)), { role: "alert", tabIndex: -1 });
  refused.replaceChildren(why);
  why.focus();
});

tell();
