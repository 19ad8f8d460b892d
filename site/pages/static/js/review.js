/* A review sheet saves itself while it is written, and can be filled in by keyboard alone.
   Without this, the buttons of the page save. */
"use strict";

for (const form of document.querySelectorAll("form[data-saves-itself]")) {
  const note = form.querySelector("[data-saved]");
  const edition = form.elements.edition;
  let timer = 0;
  let busy = false;
  let dirty = false;
  let stopped = false;

  async function save() {
    if (busy || stopped || !dirty) return;
    busy = true;
    dirty = false;
    const data = new FormData(form);
    data.set("step", "autosave");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, redirect: "error" });
      const said = await answer.json();
      note.textContent = said.saved || said.refused || "";
      if (answer.ok) edition.value = said.edition;
      else if (answer.status === 409) stopped = Boolean(said.stale);
    } catch {
      dirty = true; /* offline, or signed out: the page's own button keeps the text */
      later(15000);
    } finally {
      busy = false;
      if (dirty && !timer) later(1500);
    }
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; save(); }, wait);
  }

  form.addEventListener("input", () => { dirty = true; later(1500); });
  form.addEventListener("submit", (event) => {
    if (busy) {
      /* The answer of the autosave carries the edition this form needs. */
      event.preventDefault();
      const button = event.submitter;
      const wait = setInterval(() => {
        if (busy) return;
        clearInterval(wait);
        form.requestSubmit(button);
      }, 50);
      return;
    }
    stopped = true;
    clearTimeout(timer);
  });
}

/* Digits and N count only while the levels have the focus, so that nobody who types, or talks to
   the machine, chooses a level by chance. */
const GOES_ON = "sheet-goes-on";

for (const form of document.querySelectorAll("form[data-saves-itself]")) {
  const levels = form.querySelector("fieldset.levels");
  const radios = levels ? [...levels.querySelectorAll("input[type=radio]")] : [];
  const hint = form.querySelector("[data-shortcuts]");
  if (hint && window.matchMedia("(hover: hover)").matches) hint.hidden = false;

  levels?.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const sign = event.key.toLowerCase() === "n" ? "na" : event.key;
    const radio = radios.find((one) => one.value === sign);
    if (!radio) return;
    event.preventDefault();
    radio.focus();
    radio.click();
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    sessionStorage.setItem(GOES_ON, "1");
    form.requestSubmit(form.querySelector("button[name=step][value=next]"));
  });

  if (sessionStorage.getItem(GOES_ON)) {
    sessionStorage.removeItem(GOES_ON);
    (radios.find((one) => one.checked) || radios[0])?.focus();
  }
}
