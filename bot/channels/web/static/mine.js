/* The own page of who practises: what is mastered, moving to another device, and forgetting. All of it here. */
"use strict";

(() => {
  const MONTHS = 183, APART = 1; // days: how long mastery lasts, and how far two rounds lie apart
  const page = document.getElementById("mine");
  const element = (id) => document.getElementById(id);

  /* Two different cases that train a skill, both passed within half a year, at least a day apart. */
  function mastered(skill, rounds) {
    const good = rounds.filter(
      ([name, day, passed]) => passed && practised.day() - day <= MONTHS && (trains[name] ?? []).includes(skill),
    );
    return good.some((one) => good.some((other) => one[0] !== other[0] && other[1] - one[1] >= APART));
  }

  const trains = Object.fromEntries(
    [...page.querySelectorAll("[data-case]")].map((case_) => [case_.dataset.case, case_.dataset.trains.split(" ")]),
  );

  async function show() {
    const history = practised.read();
    element("nothing").hidden = history !== null;
    element("kept").hidden = history === null;
    if (!history) return;
    for (const row of page.querySelectorAll("[data-skill]")) {
      const cell = row.querySelector("td");
      cell.textContent = mastered(row.dataset.skill, history.rounds) ? cell.dataset.yes : cell.dataset.no;
    }
    for (const case_ of page.querySelectorAll("[data-case]")) {
      case_.hidden = !history.rounds.some(([name, , passed]) => passed && name === case_.dataset.case);
    }
    const now = practised.minute(), cards = Object.values(history.cards);
    element("met").textContent = String(cards.length);
    element("due").textContent = String(cards.filter((card) => card[0] <= now).length);
    element("code").value = await practised.code(history);
  }

  async function take(text) {
    const told = element("taken"), found = await practised.decode(text);
    if (found) practised.save(practised.joined(practised.read() ?? practised.empty(), found));
    told.textContent = found ? told.dataset.yes : told.dataset.no;
    await show();
  }

  document.documentElement.classList.add("scripted");
  element("start").addEventListener("click", () => practised.save(practised.empty()) && show());
  element("delete").addEventListener("click", () => {
    practised.forget();
    show();
  });
  element("take").addEventListener("click", () => take(element("given").value));
  element("copy").addEventListener("click", () => {
    element("code").select();
    navigator.clipboard?.writeText(element("code").value).catch(() => undefined);
  });
  element("print").addEventListener("click", () => print());
  element("who").addEventListener("input", () => (element("name").textContent = element("who").value));
  show();
})();
