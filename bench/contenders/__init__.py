"""One module for each contender: `prepare()` gives `run`, and `run(count)` works and says how many units it did."""
