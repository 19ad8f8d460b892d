/* A review sheet saves itself while it is written. Without this, the buttons of the page save. */
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
