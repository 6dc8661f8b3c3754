// Numbers beside the lines of the source; no line wraps there, so they scroll along.

const text = document.getElementById("text");
const numbers = document.getElementById("line-numbers");
let shown = 0;

function follow() {
  numbers.scrollTop = text.scrollTop;
}

function count() {
  const lines = text.value.split("\n").length;
  if (lines === shown) return;
  numbers.textContent = Array.from({ length: lines }, (_line, at) => at + 1).join("\n");
  shown = lines;
  follow();
}

numbers.hidden = false;
count();
text.addEventListener("input", count);
text.addEventListener("scroll", follow);
// A browser puts back what was typed after this ran.
window.addEventListener("pageshow", count);
