// Looks again, while something on the report is still being made, and puts in the parts that have changed.

const PAUSE = 1500;

function freshened(part, page) {
  const fresh = page.getElementById(part.id);
  if (!fresh || fresh.textContent === part.textContent) return false;
  part.replaceWith(document.importNode(fresh, true));
  return true;
}

async function look() {
  const report = document.querySelector(".report");
  try {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const changed = [...report.querySelectorAll("section[id]")].map((part) => freshened(part, page));
      const news = report.querySelector("[data-news]");
      if (changed.includes(true)) news.textContent = news.dataset.news;
      report.dataset.waiting = page.querySelector(".report").dataset.waiting;
    }
  } catch {
    // The server is away for a moment: look again later.
  }
  if (report.dataset.waiting === "yes") setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
