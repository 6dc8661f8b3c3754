// Looks now and then how far a preview is, and loads the page anew once everything was tried.

const PAUSE = 2000;
const frame = document.getElementById("progress");

async function look() {
  try {
    const response = document.hidden ? null : await fetch(frame.dataset.address, { headers: { Accept: "text/html" } });
    if (response?.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-now]");
      if (fresh?.dataset.over === "yes") return location.reload();
      if (fresh) frame.querySelector("[data-now]").replaceWith(document.importNode(fresh, true));
    }
  } catch {
    // The server is away for a moment: look again later.
  }
  setTimeout(look, PAUSE);
}

if (frame) setTimeout(look, PAUSE);
