"""Proof over every reachable state.

`slice` keeps what can matter to a rule and lets the rest be anything; `explore` visits all states of a slice;
`prove` refines the slice until a rule holds or a real conversation breaks it.
"""

LIMIT = 2_000_000
"""States after which a proof is given up, and said to be."""
