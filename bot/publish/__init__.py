"""What people read on paper or on a screen of their own: the difference between two contents, a release as a document.

`compare` and `talks` find what changed, `difference` and `document` tell it as a `sheet`, and one module a form
(`as_text`, `as_markdown`, `as_html`) lays a sheet out. `signing` writes the record of signatures.
"""
