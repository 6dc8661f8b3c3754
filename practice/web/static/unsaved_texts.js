// Texts of editors that no save has reached yet. The tab keeps them, one for each page that somebody typed on.

/** `person` is whose they are: nobody else at this browser is shown them. `text` is the address of the text's form. */
export function placeOf({ person, text }) {
  return `unsaved:${person}:${text}:`;
}

/** False where this browser keeps nothing more. */
export function keep(place, id, kept) {
  try {
    sessionStorage.setItem(place + id, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function forget(place, id) {
  try { sessionStorage.removeItem(place + id); } catch { /* What is switched off keeps nothing. */ }
}

/** The newest first; `at` is when it was typed, `fields` are pairs of name and value. */
export function keptAt(place) {
  try {
    return Object.keys(sessionStorage)
      .filter((name) => name.startsWith(place))
      .map((name) => ({ ...JSON.parse(sessionStorage.getItem(name)), id: name.slice(place.length) }))
      .sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}
