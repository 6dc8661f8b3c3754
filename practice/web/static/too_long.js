// A field tells while somebody writes that it holds more than will be taken; nothing of it is cut off.

for (const field of document.querySelectorAll("textarea[data-most]")) {
  const told = Object.assign(document.createElement("small"), { className: "too-long" });
  let wasOver = false;
  const look = () => {
    const isOver = [...field.value.trim()].length > Number(field.dataset.most);
    if (isOver === wasOver) return;
    wasOver = isOver;
    told.textContent = isOver ? field.dataset.over : "";
    field.setCustomValidity(told.textContent);
    field.setAttribute("aria-invalid", String(isOver));
  };
  told.setAttribute("role", "status");
  field.after(told);
  field.addEventListener("input", look);
  look();
}
