/* Flashcards, one at a time: first an answer and how sure one is, then the reasons. scheduled.js says when each card
   comes again. Without script all cards stand on the page in plain order. */
"use strict";

(() => {
  const SITTING = 10; // cards in five minutes
  const page = document.getElementById("cards");
  const cards = [...page.querySelectorAll(".flashcard")];
  const keeping = document.getElementById("keeping"), more = document.getElementById("more");
  const session = practised.empty(); // what nobody asked to keep is gone with the page
  let queue = [];

  // --- what comes next ----------------------------------------------------------------------------------

  function due() {
    const named = scheduled.next(practised.read() ?? session, cards.map((card) => card.id));
    return named.map((names) => names.map((name) => cards.find((card) => card.id === name)));
  }

  function plan(known, unknown) {
    const told = document.getElementById("plan"), { due, fresh, then } = told.dataset;
    const parts = known ? [due.replace("{n}", known), unknown ? then.replace("{n}", unknown) : ""] : [fresh.replace("{n}", unknown)];
    told.textContent = parts.join(" ").trim();
    told.hidden = known + unknown === 0;
  }

  function begin() {
    const asked = cards.find((card) => card.id === location.hash.slice(1));
    const [met, fresh] = due();
    queue = [...new Set([...(asked ? [asked] : []), ...met, ...fresh])].slice(0, SITTING);
    plan(queue.filter((card) => met.includes(card)).length, queue.filter((card) => fresh.includes(card)).length);
    show();
  }

  function show(moved = false) {
    cards.forEach((card) => (card.hidden = card !== queue[0]));
    document.getElementById("done").hidden = queue.length > 0;
    more.hidden = queue.length > 0 || due()[0].length === 0;
    if (queue.length) ask(queue[0]);
    if (moved) (queue[0]?.querySelector("h2") ?? document.getElementById("done")).focus();
  }

  // --- one card -----------------------------------------------------------------------------------------

  function ask(card) {
    card.querySelector(".asked")?.remove();
    card.querySelector(".answer").hidden = true;
    const box = document.getElementById("asking").content.firstElementChild.cloneNode(true);
    const lines = [...card.querySelectorAll(".options li")];
    for (let last = lines.length - 1; last > 0; last -= 1) {
      const other = Math.floor(Math.random() * (last + 1));
      [lines[last], lines[other]] = [lines[other], lines[last]];
    }
    box.querySelector(".lines").append(...lines.map((line) => choice(line, lines.indexOf(line))));
    card.querySelector(".options").hidden = true;
    card.querySelector(".options").after(box);
    const button = box.querySelector("button");
    button.addEventListener("click", () => {
      const line = box.querySelector("[name=line]:checked"), sure = box.querySelector("[name=sure]:checked");
      if (line && sure) answer(card, box, lines[Number(line.value)], Number(sure.value));
      else box.querySelector(".lacking").hidden = false;
    });
  }

  function choice(line, place) {
    const label = document.createElement("label"), input = document.createElement("input");
    label.className = "tick";
    Object.assign(input, { type: "radio", name: "line", value: place, autocomplete: "off" });
    const text = document.createElement("span");
    text.append(...[...line.childNodes].map((node) => node.cloneNode(true)));
    label.append(input, text);
    return label;
  }

  function answer(card, box, line, sure) {
    const right = "right" in line.dataset;
    remember(card, right, sure);
    box.remove();
    const verdict = card.querySelector(".verdict");
    verdict.textContent = right ? verdict.dataset.right : verdict.dataset.otherwise;
    verdict.hidden = false;
    for (const told of card.querySelectorAll(".told")) {
      told.classList.toggle("mine", told.dataset.line === line.dataset.line);
    }
    const open = card.querySelector(".answer");
    open.hidden = false;
    open.open = true;
    const next = card.querySelector(".next");
    next.hidden = false;
    next.onclick = () => {
      next.hidden = verdict.hidden = true;
      open.open = false;
      queue.shift();
      if (!right) queue.push(card); // once more before this sitting ends
      show(true);
    };
    verdict.focus();
  }

  function remember(card, right, sure) {
    const history = practised.read() ?? session;
    scheduled.answer(history, card.id, right, sure);
    if (practised.read()) practised.save(history);
  }

  // --- wiring ---------------------------------------------------------------------------------------------

  document.documentElement.classList.add("scripted");
  keeping.hidden = practised.read() !== null;
  keeping.querySelector("button").addEventListener("click", () => {
    keeping.hidden = practised.save(session);
  });
  more.querySelector("button").addEventListener("click", () => {
    begin();
    queue[0]?.querySelector("h2").focus();
  });
  begin();
})();
