"""Pictures of dialogs, for authors and reviewers: one outline, three ways to print it.

`outline` reads a dialog as its author wrote it; `tree` prints it as text, `mermaid` as a Mermaid flowchart,
`layout` and `svg` as a drawing whose pages can be printed. All of it is pure, and knows no door.
"""
