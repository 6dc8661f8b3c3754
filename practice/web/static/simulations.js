// Looks again, while scripted trainees play, and puts in how it stands.

const PAUSE = 1500;

// What stands there already stays, as do tables that somebody has opened, and the focus.
function put(fresh, shown) {
  const focused = document.activeElement;
  const named = (part) => part.querySelector("h2").textContent;
  const played = new Map([...shown.querySelectorAll(".simulated")].map((part) => [named(part), part]));
  shown.replaceWith(fresh);
  for (const part of fresh.querySelectorAll(".simulated")) {
    const known = played.get(named(part));
    if (known) part.replaceWith(known);
  }
  const link = focused.getAttribute("href");
  const again = focused.isConnected || !link ? focused : fresh.querySelector(`a[href="${CSS.escape(link)}"]`);
  again?.focus({ preventScroll: true });
}

async function look() {
  let shown = document.getElementById("simulation");
  try {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("simulation");
      if (fresh && fresh.textContent !== shown.textContent) {
        put(document.importNode(fresh, true), shown);
        shown = document.getElementById("simulation");
        const news = document.getElementById("news");
        news.textContent = news.dataset.news;
      }
    }
  } catch {
    // The server is away for a moment: look again later.
  }
  if (shown.dataset.runs === "yes") setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
