/* Keeps the page in step with the files: asks for the same page again when something is new, and puts in what has
   changed. Links and forms are fetched too, so that the drawing stays where it was. Without script all works the same,
   only not by itself. */
"use strict";

(() => {
  const get = (id) => document.getElementById(id);
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const shown = new Map(parts().map((part) => [part.id, part.innerHTML]));
  const wide = matchMedia("(min-width: 48rem)");
  let again = { url: location.href };
  let asked = 0;
  let asking = false;
  let pending = false;
  let problems = count();

  // --- asking and putting in ----------------------------------------------------------------------

  async function ask(request, arrive) {
    const turn = ++asked;
    asking = true;
    try {
      const answer = await fetch(request.url, request.body ? { method: "POST", body: request.body } : {});
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn === asked) {
        show(fresh, arrive);
        remember(); // before anything that waited asks again
      }
    } catch {
      get("ended").hidden = false;
    } finally {
      if (turn === asked) asking = false;
      if (pending && !asking) refresh();
    }
  }

  function refresh() {
    if (asking) {
      pending = true;
      return;
    }
    pending = false;
    ask(again, false);
  }

  function show(fresh, arrive) {
    if (!fresh.getElementById("panel")) return;
    for (const part of parts()) {
      const next = fresh.getElementById(part.id);
      if (!next || next.innerHTML === shown.get(part.id)) continue;
      shown.set(part.id, next.innerHTML);
      put(part, next, arrive && part.id === "panel");
    }
    document.title = fresh.title;
    tell();
    if (!arrive) return;
    get(arrive)?.focus();
    reveal();
  }

  // Where the drawing scrolls by itself, the step that is meant comes into view.
  function reveal() {
    if (wide.matches) document.querySelector("#picture .here")?.scrollIntoView({ block: "nearest" });
  }

  // What the author has opened, typed, reached or been told in a part stays so, where it is still there.
  function put(part, next, anew) {
    const open = new Map([...part.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
    const typed = new Map([...part.querySelectorAll("input[id], select[id]")].map((one) => [one.id, one]));
    const told = part.querySelector("#kept");
    const focus = part.contains(document.activeElement) ? document.activeElement : null;
    const order = focus ? reachable(part).indexOf(focus) : -1;
    const around = [part, part.parentElement];
    const scrolled = around.map((one) => one.scrollTop);
    part.replaceChildren(...next.childNodes);
    around.forEach((one, at) => { one.scrollTop = scrolled[at]; });
    if (anew) return;
    if (told && !get("kept")) get("talk-plan")?.append(told); // saving changes the files itself
    for (const [id, was] of open) if (get(id)) get(id).open = was;
    for (const [id, was] of typed) {
      const now = get(id);
      if (!now) continue;
      if (was.type === "checkbox") now.checked = was.checked;
      else if (now.tagName !== "SELECT" || [...now.options].some((one) => one.value === was.value)) now.value = was.value;
    }
    if (focus) (get(focus.id) ?? reachable(part)[order] ?? part.querySelector("h2, h1"))?.focus({ preventScroll: true });
  }

  const reachable = (part) => [...part.querySelectorAll("a, button, input, select, summary, [tabindex]")];

  // --- telling ------------------------------------------------------------------------------------

  function count() {
    return document.querySelectorAll("#problems .error").length;
  }

  // Only what stops the build is said aloud, and once.
  function tell() {
    const now = count();
    if (now !== problems) get("news").textContent = now === 1 ? "1 error" : `${now || "No"} errors`;
    problems = now;
  }

  // --- going ----------------------------------------------------------------------------------------

  function go(address, keep) {
    again = { url: address };
    if (keep) history.pushState("", "", address);
    const path = new URL(address, location.href).pathname;
    ask(again, path === "/" || path.split("/").length === 3 && path.startsWith("/guide/") ? "title" : "panel-title");
  }

  document.addEventListener("click", (event) => {
    const address = event.target.closest("a[href]")?.getAttribute("href");
    const plain = !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!plain || !address?.startsWith("/")) return;
    event.preventDefault();
    go(address, true);
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(event.target, event.submitter);
    const request = { url: "/play", body: new URLSearchParams(data) };
    data.delete("answer");
    ask(request, event.submitter?.name === "plan" ? (event.submitter.value === "save" ? "name" : "plan-text") : "panel-title");
  });
  addEventListener("popstate", () => go(location.pathname + location.search, false));

  // A talk is played again as it stands now; what was pressed, or saved, is not done twice. While an answer does not
  // fit, the whole talk is asked for again: so that is still told after the next change, and a change back mends it.
  function remember() {
    const form = document.querySelector("form[data-again]");
    if (form && !document.querySelector("#panel .stale")) again = { url: "/play", body: new URLSearchParams(new FormData(form)) };
  }

  // --- following --------------------------------------------------------------------------------------

  const stream = new EventSource("/events");
  stream.addEventListener("message", refresh);
  stream.addEventListener("open", () => { get("ended").hidden = true; });
  stream.addEventListener("error", () => { get("ended").hidden = false; });
  const fold = () => { get("guide-list").open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();
  reveal();
})();
