"""The directory: who to reach, where, at this hour.

Reading order: `model` (the values), `holidays` and `hours` (when a line is open), `build` (the release's
contact files → values), `local` (an organisation's own layer), `resolve` (keys, unit, place, hour → whom to
reach), `find` (who, where, when → the same, for every door), `upkeep` (what is missing and what must be called),
`places` (which municipality is meant, which are near). All of it is pure: no file, no clock, no YAML. Times are
Swedish wall-clock times without a zone; a summer-time switch moves nobody's opening hours.
"""
