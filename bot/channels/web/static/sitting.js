/* A few cards to answer in a chat, and their answers on the way back, as bot/practice/sitting.py writes them. Only which
   cards they are and how it went stands there. */
"use strict";

const sitting = (() => {
  const SIGN = "T1.", MOST = 10;

  /* Marks of cards → what is typed in the chat. */
  function write(marks) {
    const some = marks.slice(0, MOST), bytes = [some.length << 4, 0, ...some.flatMap((mark) => [mark >> 8, mark & 255])];
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  const isCode = (text) => text.trim().startsWith(SIGN);

  /* A code → [mark, right, sure] for each card that was answered; null when it is none. */
  function read(text) {
    try {
      const letters = atob(text.trim().slice(SIGN.length).replaceAll("-", "+").replaceAll("_", "/"));
      const bytes = Array.from(letters, (letter) => letter.charCodeAt(0)), count = bytes[0] >> 4, done = bytes[0] & 15;
      const answers = bytes.slice(2 + 2 * count), mark = (at) => (bytes[2 + 2 * at] << 8) | bytes[3 + 2 * at];
      const sound = count > 0 && count <= MOST && done <= count && answers.length === done;
      if (!sound || answers.some((each) => each >> 5 || (each & 15) < 1 || (each & 15) > 3)) return null;
      return answers.map((each, at) => [mark(at), Boolean(each >> 4), each & 15]);
    } catch {
      return null;
    }
  }

  return { write, isCode, read };
})();
