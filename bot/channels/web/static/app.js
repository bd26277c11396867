/* Makes the page smoother where script is allowed: swaps the turn in place, answers to keys, covers by itself,
   and leaves nothing behind. Without it everything still works. Keeps nothing: no storage, no cookies. */
"use strict";

(() => {
  const IDLE = 120000; // milliseconds without a sign of life before the cover comes
  const PATIENCE = 15000; // milliseconds to wait for an answer
  const SETTLE = 350; // milliseconds after a swap in which a second tap of the same finger answers nothing
  const AWAY = "/paus";
  const get = (id) => document.getElementById(id);
  let busy = false;
  let printing = false;
  let guarded = false;
  let gone = false;
  let idle = 0;

  document.documentElement.classList.add("scripted");

  // --- hide: by hand, by Escape, by leaving the window, by two quiet minutes ---------------------

  const isCovered = () => get("hide").checked;

  function cover() {
    if (printing || isCovered()) return;
    get("hide").checked = true;
    get("hide").focus();
  }

  function stir() {
    clearTimeout(idle);
    idle = setTimeout(cover, IDLE);
  }

  // --- leaving: what was on the screen is gone before the browser can keep it ----------------------

  function wipe() {
    gone = true;
    get("hide").checked = true;
    document.querySelector(".app")?.remove(); // with what was announced, and the contacts of the acute panel
  }

  function leave() {
    wipe();
    location.replace(AWAY);
  }

  // Back leads away, never to an earlier turn. A browser passes over entries made before the first touch.
  function guard() {
    if (guarded) return;
    guarded = true;
    history.replaceState("away", "");
    history.pushState("here", "");
  }

  // --- a press ------------------------------------------------------------------------------------

  async function press(form, button) {
    if (busy) return; // a double press is one press
    busy = true;
    get("main").setAttribute("aria-busy", "true");
    const whole = button.hasAttribute("data-whole");
    const body = new URLSearchParams(new FormData(form));
    if (button.name) body.append(button.name, button.value);
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        body,
        headers: whole ? {} : { "X-Swap": "1" },
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!answer.ok) throw new Error("refused");
      show(new DOMParser().parseFromString(await answer.text(), "text/html"), whole, !button.closest("#acute"));
    } catch {
      fail();
    } finally {
      busy = false;
      get("main")?.removeAttribute("aria-busy");
    }
  }

  // keep: an acute panel that was opened while the answer was on its way stays open under the finger.
  function show(fresh, whole, keep) {
    if (gone) return;
    const covered = isCovered();
    const alarmed = keep && get("acute").open;
    if (whole) {
      const digits = get("digits")?.checked;
      document.documentElement.lang = fresh.documentElement.lang;
      document.documentElement.dir = fresh.documentElement.dir;
      document.title = fresh.title;
      document.body.replaceWith(document.adoptNode(fresh.body));
      get("hide").checked = covered;
      if (get("digits")) get("digits").checked = digits;
    } else {
      get("main").replaceWith(document.adoptNode(fresh.getElementById("main")));
      follow();
    }
    get("notice").hidden = true;
    get("acute").open = alarmed;
    scrollTo(0, 0);
    settle();
    if (!covered && !alarmed) arrive();
  }

  // What stands outside the turn follows it: whether Back leads anywhere, and the way on from the acute panel.
  function follow() {
    if (!get("steps")) return; // a page without a talk
    const { back, acute } = get("main").dataset;
    get("back").disabled = back !== "1";
    get("steps").hidden = acute === "";
    get("steps").value = acute;
  }

  function settle() {
    const main = get("main");
    main.setAttribute("data-fresh", "");
    setTimeout(() => main.removeAttribute("data-fresh"), SETTLE);
  }

  function arrive() {
    get("title").focus({ preventScroll: true });
    get("status").textContent = "";
    get("status").textContent = get("main").dataset.say;
  }

  function fail() {
    if (gone) return;
    const notice = get("notice");
    notice.textContent = "";
    notice.hidden = false;
    notice.textContent = document.body.dataset.failed;
  }

  // --- keys: 1–9 choose while the turn has the focus, 0 opens Akut; they can be switched off ----------

  function choose(event) {
    const place = "123456789".indexOf(event.key);
    const here = document.activeElement === document.body || get("main").contains(document.activeElement);
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!here || !get("digits")?.checked || isCovered() || get("acute").open) return;
    if (event.key === "0") return alarm();
    if (place < 0 || get("main").hasAttribute("data-fresh")) return;
    get("main").querySelectorAll("a.choice, button.choice, .choice input")[place]?.click();
  }

  function alarm() {
    get("acute").open = true;
    get("acute").querySelector("summary").focus();
  }

  // --- wiring ---------------------------------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("#turn, #find")) return;
    event.preventDefault();
    if (event.submitter) press(event.target, event.submitter);
  });
  document.addEventListener("click", (event) => {
    guard();
    if (event.target.closest("#leave")) {
      event.preventDefault();
      leave();
    } else if (event.target.closest("[data-print]")) {
      print();
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "hide" && !isCovered()) get("title")?.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return cover();
    if (gone) return;
    guard();
    choose(event);
  });
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, stir, { passive: true, capture: true });
  addEventListener("blur", cover);
  document.addEventListener("visibilitychange", () => document.hidden && cover());
  addEventListener("beforeprint", () => { printing = true; });
  addEventListener("afterprint", () => { printing = false; });
  addEventListener("popstate", leave);
  addEventListener("pagehide", wipe);
  addEventListener("pageshow", (event) => event.persisted && leave());
  stir();
})();
