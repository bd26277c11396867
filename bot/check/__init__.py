"""Proof over every reachable state.

`cutting` keeps what can matter to a rule and lets the rest be anything; `reduce` makes such a slice small; `table`
notes all that can be come to in it; `prove` refines the slice until a rule holds or a real conversation breaks it,
which `witness` looks for and of which it tells a shortest.
"""

LIMIT = 2_000_000
"""States after which a proof is given up, and said to be."""
