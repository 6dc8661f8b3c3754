// Levels by keyboard: while the form has the focus, 1 to 5 and n choose one and go on to the next criterion.

const form = document.getElementById("labelling");
const criteria = [...form.querySelectorAll("fieldset")];
const save = form.querySelector("button");

function chosen(criterion) {
  return criterion.querySelector("input:checked");
}

function goTo(criterion) {
  const there = criterion ? chosen(criterion) ?? criterion.querySelector("input") : save;
  there?.focus({ preventScroll: true });
  (criterion ?? save)?.scrollIntoView({ block: "nearest" });
}

form.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-5n]$/.test(key)) return;
  const number = criteria.findIndex((criterion) => criterion.contains(event.target));
  if (number < 0) return;
  event.preventDefault();
  const level = criteria[number].querySelector(`input[value="${key === "n" ? "not_shown" : key}"]`);
  level.checked = true;
  goTo(criteria[number + 1]);
});

// Once they are kept, the address leads to the next reply's link instead.
if (!document.getElementById("next") && save) goTo(criteria.find((criterion) => !chosen(criterion)) ?? criteria[0]);
