// A mistake leads to its line in the source: the line is selected there.

const text = document.getElementById("text");

function select(line) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  text.scrollTop = text.scrollHeight * Math.max(0, line - 4) / lines.length;
  text.scrollLeft = 0;
}

for (const link of document.querySelectorAll("a[data-line]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    select(Number(link.dataset.line));
  });
}
