/* A round that was played to its end, written down in this browser if its owner keeps a history here. Nothing is sent. */
"use strict";

(() => {
  const history = practised.read(), told = document.getElementById("result");
  if (!history || !told) return;
  const round = [told.dataset.result, practised.day(), told.dataset.passed === "yes"];
  if (!history.rounds.some((known) => known.join() === round.join())) {
    practised.save({ ...history, rounds: [...history.rounds, round] });
  }
})();
