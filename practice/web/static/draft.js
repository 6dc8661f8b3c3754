// What was typed, kept in the browser until the server has it.

const name = `draft:${document.getElementById("talk").dataset.conversation}`;

/** `sent`: the words as they will stand in the talk, once they are on their way. */
export function keepDraft({ text, key, sent = "" }) {
  try {
    if (text || sent) sessionStorage.setItem(name, JSON.stringify({ text, key, sent }));
    else sessionStorage.removeItem(name);
  } catch { /* Storage may be switched off; the box itself still holds the text. */ }
}

export function readDraft() {
  try { return JSON.parse(sessionStorage.getItem(name)) ?? {}; } catch { return {}; }
}
