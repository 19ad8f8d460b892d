/* Small comforts. Every page works without them. */
"use strict";

/* The menu closes on Escape and on a click elsewhere. */
function closeMenus(except) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!except || !menu.contains(except)) menu.open = false;
  });
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details[data-menu][open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/* How many characters are left; spoken only near the end. */
function count(note) {
  const field = document.getElementById(note.dataset.counts);
  if (!field) return;
  const left = Number(note.dataset.limit) - [...field.value].length;
  note.classList.toggle("over", left < 0);
  note.setAttribute("aria-live", left < 20 ? "polite" : "off");
  note.textContent = left < 0 ? `${note.dataset.over} ${-left}` : `${note.dataset.left} ${left}`;
}

document.addEventListener("input", (event) => {
  const note = event.target.id && document.querySelector(`[data-counts="${CSS.escape(event.target.id)}"]`);
  if (note) count(note);
});

/* A code is copied by a button that shows itself only where it can work. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
  button.querySelector("span").textContent = button.dataset.done;
});

function prepare(root) {
  root.querySelectorAll("[data-counts]").forEach(count);
  if (navigator.clipboard) root.querySelectorAll("[data-copies]").forEach((button) => { button.hidden = false; });
  const problem = root.querySelector("[data-focus]");
  if (problem && !problem.closest("form[method=get]")) problem.focus();
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
