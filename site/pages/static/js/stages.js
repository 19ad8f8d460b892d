/* Stages are added and removed on the page; without this file the same buttons ask the server. */
"use strict";

(() => {
  const list = document.getElementById("stages");
  const sample = document.getElementById("stage-sample");
  if (!list || !sample) return;
  const form = list.closest("form");
  const MOST = 12;
  const rows = () => [...list.querySelectorAll("[data-stage]")];
  const place = (row) => row.querySelector("input[name=stage]").value;

  function number() {
    rows().forEach((row, index) => row.querySelectorAll("[data-number]").forEach((found) => { found.textContent = index + 1; }));
    form.querySelector("[name=add]").hidden = rows().length >= MOST;
  }

  function add(wanted) {
    const next = wanted ?? Math.max(-1, ...rows().map((row) => Number(place(row)))) + 1;
    const row = sample.content.firstElementChild.cloneNode(true);
    row.innerHTML = row.innerHTML.replaceAll("__n__", next);
    row.setAttribute("aria-labelledby", `stage-${next}-name`);
    list.append(row);
    number();
    return row;
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=add], button[name=remove]");
    if (!button) return;
    event.preventDefault();
    if (button.name === "add") {
      add().querySelector("input:not([type=hidden])").focus();
      return;
    }
    button.closest("[data-stage]").remove();
    number();
    form.querySelector("[name=add]").focus();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* Text brought back may have had more rows than the page has now. */
  form.addEventListener("rows", (event) => {
    const there = new Set(rows().map(place));
    event.detail.filter((wanted) => !there.has(wanted) && /^\d+$/.test(wanted)).slice(0, MOST).forEach(add);
  });
})();
