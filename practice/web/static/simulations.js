// Looks again, while scripted trainees play, and puts in how it stands.

const PAUSE = 1500;

async function look() {
  let shown = document.getElementById("simulation");
  try {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("simulation");
      if (fresh && fresh.textContent !== shown.textContent) {
        shown.replaceWith(document.importNode(fresh, true));
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
