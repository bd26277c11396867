"""A small expression language over facts with finite domains.

Author's text → `parse.parse` → tree of `syntax` → `check.check` (names, values, types) → core of `core`
→ `evaluate.compile_condition` → a function of the fact values. Never `eval`; nothing here knows dialogs.
"""
