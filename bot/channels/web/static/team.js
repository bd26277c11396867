/* A team session keeps up by itself: every few seconds, while it is seen, a page sends the form that its button would.
   A phone gets the next question, the wall how many have voted. Nothing is kept here. Without script the buttons do it. */
"use strict";
(() => {
  const EVERY = 4000;
  const here = document.querySelector("[data-here]");
  if (here) here.textContent = location.host + location.pathname;

  async function look() {
    const main = document.getElementById("main");
    const form = main.querySelector("form[data-follow]");
    if (document.hidden || !form) return;
    const asked = new URLSearchParams(new FormData(form));
    asked.set("a", form.dataset.follow);
    let page;
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: asked });
      if (!answer.ok) return;
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return; // the network is away; it is tried again
    }
    const next = page.getElementById("main");
    if (!next || next.dataset.state === "away" || !main.isConnected) return;
    if (next.dataset.state === main.dataset.state) {
      const voted = main.querySelector("#voted"), now = next.querySelector("#voted");
      if (voted && now && voted.textContent !== now.textContent) voted.textContent = now.textContent;
      return;
    }
    main.replaceWith(next);
    next.querySelector("#title").focus({ preventScroll: true });
  }

  setInterval(look, EVERY);
})();
