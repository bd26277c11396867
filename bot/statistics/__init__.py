"""Anonymous counting, purely: presses → one contribution a conversation → noisy cells → frozen tables.

    contribution → waiting → book (cells, frame, periods, ledger) → pack (on disk) and release (for everybody)

docs/statistics.md is the data model. Where several processes serve, `storage.waiting` takes the place of `waiting`.
 Clock, chance and disk are arguments or live in `operations` and `storage`."""
