"""The web chat: plain HTML forms that work without script, and a small script that only makes them smoother.

`app` has the routes and limits, `forms` reads a posted press, `page` joins the two halves of a page:
`fragment` (the turn, kept finished per screen) and `shell` (what stands around it). `find` is the page that finds a
contact, `statement` the one about accessibility, `phrases` the sentences for a record beside a turn; `statics` and
`headers` hold bytes that are made once. The words come from `Talks`.
"""
