/* The own page of who practises: what is mastered, moving to another device, and forgetting. All of it here. */
"use strict";

(() => {
  const MONTHS = 183, APART = 1; // days: how long mastery lasts, and how far two rounds lie apart
  const HALF_DAY = 720; // minutes
  const page = document.getElementById("mine");
  const isRecent = (day) => day <= practised.day() && practised.day() - day <= MONTHS;
  const element = (id) => document.getElementById(id);
  let pictures = [], at = 0; // parts of the history, and which of them is shown

  /* Two different cases that train a skill, both passed within half a year, at least a day apart, master it until the
     older is half a year old. → the last day of it, since 1970, 0 where it is not mastered; and the cases passed. */
  function mastery(skill, rounds) {
    const good = rounds.filter(
      ([name, day, passed]) => passed && isRecent(day) && (trains[name] ?? []).includes(skill),
    );
    const older = good.filter((one) => good.some((other) => one[0] !== other[0] && other[1] - one[1] >= APART));
    return { until: Math.max(0, ...older.map(([, day]) => day + MONTHS)), cases: new Set(good.map(([name]) => name)).size };
  }

  function told(cell, { until, cases }) {
    if (until) return cell.dataset.yes.replace("{day}", new Date(until * 86400000).toISOString().slice(0, 10));
    return cases ? cell.dataset.one : cell.dataset.no;
  }

  const trains = Object.fromEntries(
    [...page.querySelectorAll("[data-case]")].map((case_) => [case_.dataset.case, case_.dataset.trains.split(" ")]),
  );

  const marks = JSON.parse(element("chat").dataset.marks); // of the cards, by their names

  async function show() {
    const history = practised.read();
    element("nothing").hidden = history !== null;
    element("kept").hidden = history === null;
    if (!history) return;
    for (const row of page.querySelectorAll("[data-skill]")) {
      const cell = row.querySelector("td");
      cell.textContent = told(cell, mastery(row.dataset.skill, history.rounds));
    }
    for (const case_ of page.querySelectorAll("[data-case]")) {
      case_.hidden = !history.rounds.some(([name, , passed]) => passed && name === case_.dataset.case);
    }
    certify([...page.querySelectorAll("[data-case]:not([hidden])")]);
    const now = practised.minute(), cards = Object.values(history.cards);
    element("met").textContent = String(cards.length);
    element("due").textContent = String(cards.filter((card) => card[0] <= now).length);
    element("code").value = await practised.code(history);
    pictures = practised.parts(history);
    const [waiting, fresh] = scheduled.next(history, Object.keys(marks));
    element("command").textContent = `/practice ${sitting.write([...waiting, ...fresh].map((name) => marks[name]))}`;
    element("picture").hidden = true;
  }

  function certify(passed) {
    const paper = element("paper");
    paper.hidden = passed.length === 0;
    element("no-case").hidden = passed.length > 0;
    const day = Date.parse(paper.dataset.day) / 86400000, marks = passed.map((case_) => Number(case_.dataset.mark));
    element("check").textContent = certified.code(day, paper.dataset.release, marks);
  }

  /* A part of the history as a picture for another device's camera. What follows # is never sent to a server. */
  async function picture() {
    const box = element("picture"), label = element("which"), paint = element("paint");
    const { generate } = await import(box.dataset.library);
    at = box.hidden ? 0 : (at + 1) % pictures.length;
    const address = `${location.origin}${location.pathname}${location.search}#${await practised.code(pictures[at])}`;
    generate(address).toCanvas(paint, { on: [0, 0, 0], off: [255, 255, 255] });
    label.textContent = label.dataset.of.replace("{n}", at + 1).replace("{all}", pictures.length);
    element("show").textContent = pictures.length > 1 ? element("show").dataset.next : element("show").dataset.show;
    box.hidden = false;
  }

  /* A code that came with the address is put where it can be taken, and out of the address. */
  function arrived() {
    if (!location.hash.startsWith("#F1.") && !sitting.isCode(location.hash.slice(1))) return;
    element("given").value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname + location.search);
    element("came").hidden = false;
    element("taken").textContent = "";
    element("taking").focus();
  }

  /* What was answered in a chat, laid on what is here. A code that is taken twice counts once: no card comes twice a day. */
  function answered(text) {
    const answers = sitting.read(text), history = practised.read() ?? practised.empty();
    for (const [mark, right, sure] of answers ?? []) {
      const name = Object.keys(marks).find((each) => marks[each] === mark);
      const lately = name in history.cards && practised.minute() - history.cards[name][6] < HALF_DAY;
      if (name && !lately) scheduled.answer(history, name, right, sure);
    }
    return answers && history;
  }

  async function take(text) {
    const taken = element("taken");
    taken.textContent = ""; // what was said of an earlier code
    const found = sitting.isCode(text) ? answered(text) : await practised.decode(text);
    if (found) practised.save(practised.joined(practised.read() ?? practised.empty(), found));
    element("came").hidden = true;
    taken.textContent = found ? taken.dataset.yes : taken.dataset.no;
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
  element("show").addEventListener("click", picture);
  addEventListener("hashchange", arrived);
  show().then(arrived);
})();
