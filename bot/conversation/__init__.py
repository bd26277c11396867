"""The one impure use case: a press comes in, the token is opened and folded, a turn goes out.

`messages` says what doors and use case hand each other; `talk` does it; `render` turns places into views; `reading`
says how any door reads one. `content` makes an edition of what lies on disk, `alone` keeps nothing. `wish` and
`finding` look up contacts for every door, `phrases` offers sentences for a record to those that can keep them from
everybody.
Knows no web, chat or terminal.
"""
