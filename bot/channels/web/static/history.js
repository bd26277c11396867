/* What somebody has practised: in this browser alone, and only if they asked for it. Nothing of it is ever sent.

   cards   name → [due, stability, difficulty, repetitions, lapses, state, last], times in minutes since 1970, and 1 last
           where the newest answer was wrong and felt sure
   rounds  [case, day since 1970 by the clock on the wall, passed], one for each round that was played to an ending

   As a code it is the same, packed and spelled in letters: the history itself, to be carried to another device. */
"use strict";

const practised = (() => {
  const KEY = "fragestod-ovning", MARK = "F1.", MOST = 500;
  const CARDS = 12, ROUNDS = 30; // in one picture
  const NAME = /^[a-z0-9][a-z0-9-]{0,60}$/;
  let kept = null;

  const STATES = 3, DAYS = 100000; // of FSRS; and of a calendar that a browser can write
  const within = (number, least, most) => number >= least && number <= most;
  const isTime = (minutes) => within(minutes, 0, DAYS * 1440);
  const isCard = (found) => {
    if (!Array.isArray(found) || found.length !== 8 || !found.every(Number.isFinite)) return false;
    const [due, stability, difficulty, repetitions, lapses, state, last] = found;
    return [due, last].every(isTime) && within(stability, 0.001, DAYS) && within(difficulty, 1, 10) &&
      Math.min(repetitions, lapses) >= 0 && Number.isInteger(state) && within(state, 1, STATES);
  };
  const isRound = (found) => Array.isArray(found) && typeof found[0] === "string" && NAME.test(found[0]) &&
    Number.isInteger(found[1]) && within(found[1], 0, DAYS) && typeof found[2] === "boolean";

  /* Whatever came in → a history, none of it trusted; null when it is none. */
  function sound(found) {
    if (found === null || typeof found !== "object" || found.v !== 1) return null;
    const cards = Object.entries(found.cards ?? {}).filter(([name, card]) => NAME.test(name) && isCard(card));
    const rounds = Array.isArray(found.rounds) ? found.rounds.filter(isRound) : [];
    return { v: 1, cards: Object.fromEntries(cards.slice(0, MOST)), rounds: rounds.slice(-MOST) };
  }

  function read() {
    try {
      kept = sound(JSON.parse(localStorage.getItem(KEY)));
    } catch {
      kept = null; // not ours, or storage is shut
    }
    return kept;
  }

  function save(history) {
    try {
      localStorage.setItem(KEY, JSON.stringify(history));
      kept = history;
      return true;
    } catch {
      return false;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // there is nothing to forget where nothing can be kept
    }
    kept = null;
  }

  async function through(stream, bytes) {
    return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
  }

  async function code(history) {
    const packed = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(JSON.stringify(history)));
    const letters = btoa(String.fromCharCode(...packed));
    return MARK + letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  async function decode(text) {
    const given = text.replace(/\s/g, "");
    if (!given.startsWith(MARK) || given.length > 20000) return null;
    try {
      const letters = atob(given.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/"));
      const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
      return sound(JSON.parse(new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes))));
    } catch {
      return null;
    }
  }

  /* Two histories of one person: of each card what was answered last, and all rounds once. */
  function joined(one, other) {
    const cards = { ...one.cards };
    for (const [name, card] of Object.entries(other.cards)) {
      if (!(name in cards) || cards[name][6] < card[6]) cards[name] = card;
    }
    const rounds = new Map([...one.rounds, ...other.rounds].map((round) => [round.join(), round]));
    return { v: 1, cards, rounds: [...rounds.values()].sort((a, b) => a[1] - b[1]).slice(-MOST) };
  }

  /* A history in parts that are histories themselves, each small enough for a picture that a camera can read. */
  function parts(history) {
    const cards = Object.entries(history.cards), { rounds } = history;
    const count = Math.max(1, Math.ceil(cards.length / CARDS), Math.ceil(rounds.length / ROUNDS));
    const slice = (all, part) => all.slice(Math.ceil((all.length * part) / count), Math.ceil((all.length * (part + 1)) / count));
    return Array.from({ length: count }, (_, part) => ({
      v: 1, cards: Object.fromEntries(slice(cards, part)), rounds: slice(rounds, part),
    }));
  }

  return {
    read, save, forget, code, decode, joined, parts,
    empty: () => ({ v: 1, cards: {}, rounds: [] }),
    day: () => Math.floor((Date.now() - new Date().getTimezoneOffset() * 60000) / 86400000),
    minute: () => Math.floor(Date.now() / 60000),
  };
})();
