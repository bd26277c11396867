/* When cards come again, by FSRS (fsrs.js). What was wrong and felt sure comes first. */
"use strict";

const scheduled = (() => {
  const { fsrs, generatorParameters, createEmptyCard, Rating } = FSRS;
  const MINUTE = 60000;
  const scheduler = fsrs(generatorParameters({ enable_fuzz: false, enable_short_term: false }));

  /* Names of cards → those that are due, in the order to take them, and those that were never met. */
  function next(history, names) {
    const now = practised.minute(), held = history.cards;
    const due = names.filter((name) => name in held && held[name][0] <= now);
    due.sort((a, b) => (held[b][7] ? 1 : 0) - (held[a][7] ? 1 : 0) || held[a][0] - held[b][0]);
    return [due, names.filter((name) => !(name in held))];
  }

  /* An answer, written into the history. sure: from 1 guessing to 3 sure. */
  function answer(history, name, right, sure) {
    const known = history.cards[name], now = new Date();
    const before = known
      ? {
          ...createEmptyCard(now), due: new Date(known[0] * MINUTE), stability: known[1], difficulty: known[2],
          reps: known[3], lapses: known[4], state: known[5], last_review: new Date(known[6] * MINUTE),
        }
      : createEmptyCard(now);
    const rating = right ? [Rating.Hard, Rating.Good, Rating.Easy][sure - 1] : Rating.Again;
    const { card: after } = scheduler.next(before, now, rating);
    const short = (number) => Math.round(number * 1e4) / 1e4;
    history.cards[name] = [
      Math.floor(after.due.getTime() / MINUTE), short(after.stability), short(after.difficulty), after.reps,
      after.lapses, after.state, practised.minute(), !right && sure > 1 ? 1 : 0,
    ];
  }

  return { next, answer };
})();
