"""What people read on paper or on a screen of their own: differences, releases, pocket cards, a file without network.

`compare` and `talks` find what changed, `difference` and `document` tell it as a `sheet`, and one module a form
(`as_text`, `as_markdown`, `as_html`) lays a sheet out. `signing` writes the record of signatures. `kept` reads what a
guide has one say and demands, apart from any talk; `card` and `card_pdf` make pocket cards of it, `offline` the file.
Whatever is printed as a PDF goes through `typeset`.
"""
