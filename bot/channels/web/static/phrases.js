/* Makes each sentence for a record a box to tick and builds the text from those that are ticked, here in the browser.
   Sends nothing, keeps nothing: what was ticked is gone with the screen. Without script the sentences are plain text. */
"use strict";

(() => {
  const ROOMY = "(min-width: 40rem) and (pointer: fine)"; // on a phone one types from large text; copying waits closed

  // --- sentences become boxes, the first time that their kind of record is opened --------------------

  function equip(phrase) {
    if (phrase.dataset.ready) return;
    phrase.dataset.ready = "1";
    for (const part of phrase.querySelectorAll(".sentences")) {
      for (const line of part.querySelectorAll("li")) line.replaceChildren(box(part, [...line.childNodes]));
    }
    phrase.querySelector(".built").hidden = false;
    phrase.querySelector(".copying").open = matchMedia(ROOMY).matches;
  }

  function box(part, words) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    const text = document.createElement("span");
    label.className = "tick";
    input.type = "one" in part.dataset ? "radio" : "checkbox";
    input.name = part.dataset.part; // groups the radio buttons; there is no form that could send it
    input.autocomplete = "off";
    text.append(...words);
    label.append(input, text);
    return label;
  }

  // --- the text ---------------------------------------------------------------------------------------

  function build(phrase) {
    const lines = [...phrase.querySelectorAll("input:checked")].map((input) => {
      const line = document.createElement("p");
      line.textContent = input.parentElement.querySelector(".sentence").textContent;
      return line;
    });
    phrase.querySelector(".typed").replaceChildren(...lines);
    phrase.querySelector(".empty").hidden = lines.length > 0;
    phrase.querySelector(".copied").textContent = "";
  }

  async function copy(phrase) {
    const typed = phrase.querySelector(".typed");
    const told = phrase.querySelector(".copied");
    const text = [...typed.children].map((line) => line.textContent).join("\n");
    if (text === "") return;
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = told.dataset.copied;
    } catch {
      getSelection().selectAllChildren(typed);
      told.textContent = told.dataset.failed;
    }
  }

  // --- wiring: by delegation, since turns come and go -----------------------------------------------------

  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.phrase") && event.target.open) equip(event.target);
  }, true);
  document.addEventListener("change", (event) => {
    const phrase = event.target.closest?.(".phrase");
    if (phrase) build(phrase);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (button) copy(button.closest(".phrase"));
  });
})();
