/* A form that saves itself a second after typing stops. Without this file its buttons do the same. */
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const words = form.dataset;
  const note = form.querySelector("[data-saved]");
  const shelf = `tuetor:${location.pathname}`;
  const OURS = new Set(["csrfmiddlewaretoken", "edition", "seen"]);
  const PAUSE = 1000;
  const AGAIN = 10000;
  const MONTH = 30 * 24 * 3600 * 1000;
  let timer;
  let waiting = false; /* something is typed that the server has not taken */
  let sending = false;
  let refused = false;
  let oldToken = false;

  const typed = () => [...new FormData(form)].filter(([name]) => !OURS.has(name));

  /* The copy on this device. A browser that keeps nothing is no reason to stop. */
  function keep() {
    try { localStorage.setItem(shelf, JSON.stringify({ at: Date.now(), fields: typed() })); } catch { /* full or forbidden */ }
  }
  function forget() {
    try { localStorage.removeItem(shelf); } catch { /* forbidden */ }
  }
  function kept() {
    try { return JSON.parse(localStorage.getItem(shelf)); } catch { return null; }
  }

  function say(text, bad) {
    note.textContent = text;
    note.classList.toggle("field-error", Boolean(bad));
  }

  /* What the server did not take stands beside its field; the rest is saved. */
  function mark(errors) {
    form.querySelectorAll(".form-errors, .field > ul.plain[id$=_error], [data-slip]").forEach((found) => found.remove());
    form.querySelectorAll(".field-bad").forEach((field) => field.classList.remove("field-bad"));
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    Object.entries(errors).forEach(([id, texts]) => {
      const control = document.getElementById(id);
      const field = control && control.closest(".field");
      if (!field) return;
      field.classList.add("field-bad");
      control.setAttribute("aria-invalid", "true");
      const list = document.createElement("ul");
      list.className = "plain";
      list.dataset.slip = "";
      texts.forEach((text) => {
        const line = document.createElement("li");
        line.className = "field-error";
        line.textContent = text;
        list.append(line);
      });
      (field.querySelector("legend, label") || field.firstElementChild).after(list);
    });
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  /* After signing in again in another tab the old form's token is no longer good. */
  async function newToken() {
    const answer = await fetch(location.pathname, { redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("form[data-autosave] input[name=csrfmiddlewaretoken]");
    if (!found) return;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = found.value; });
    oldToken = false;
  }

  async function post() {
    if (oldToken) await newToken();
    return fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Autosave": "1", Accept: "application/json" },
      redirect: "manual",
    });
  }

  async function take(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      oldToken = true;
      return again(words.signedOut);
    }
    if (answer.status !== 409 && !answer.ok) return again(words.failed);
    const told = await answer.json();
    if (told.refused) {
      refused = true;
      return say(told.refused, true);
    }
    form.elements.edition.value = told.edition;
    form.elements.seen.value = told.seen;
    mark(told.errors);
    const slips = Object.keys(told.errors).length > 0;
    say(slips ? `${told.saved}, ${words.except}` : told.saved, slips);
    if (!slips && !waiting) forget();
    return undefined;
  }

  function again(text) {
    waiting = true;
    say(text, true);
    later(AGAIN);
  }

  async function save() {
    if (refused) return;
    if (sending) { later(PAUSE); return; }
    clearTimeout(timer);
    sending = true;
    waiting = false;
    keep();
    say(words.saving);
    try {
      await take(await post());
    } catch {
      again(words.offline);
    } finally {
      sending = false;
    }
  }

  /* What an earlier visit could not save is offered, never put in by itself. */
  const plainly = (fields) => fields
    .filter(([name, value]) => value.trim() && name !== "stage")
    .map(([name, value]) => `${name.replace(/\d+/, "")} ${value.replace(/\s+/g, " ").trim().toLowerCase()}`)
    .sort()
    .join("\n");

  function bring(fields) {
    form.dispatchEvent(new CustomEvent("rows", { detail: fields.filter(([name]) => name === "stage").map(([, value]) => value) }));
    [...form.elements].forEach((field) => {
      if (!field.name || field.type === "hidden" || field.type === "submit") return;
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    });
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function offer() {
    if (form.querySelector(".form-errors")) return keep(); /* all that was typed stands here */
    const copy = kept();
    if (!copy || Date.now() - copy.at > MONTH || plainly(copy.fields) === plainly(typed())) return forget();
    const box = form.querySelector("[data-kept]");
    const when = new Date(copy.at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    box.querySelector("[data-kept-text]").textContent = `${words.keptAt} ${when}.`;
    box.querySelector("[data-bring]").addEventListener("click", () => { box.hidden = true; bring(copy.fields); });
    box.querySelector("[data-forget]").addEventListener("click", () => { box.hidden = true; forget(); });
    box.hidden = false;
    return undefined;
  }

  form.addEventListener("input", () => { waiting = true; later(PAUSE); });
  form.addEventListener("submit", () => { clearTimeout(timer); waiting = false; });
  window.addEventListener("online", () => { if (waiting) save(); });
  window.addEventListener("pagehide", () => { if (waiting) keep(); });
  offer();
})();
