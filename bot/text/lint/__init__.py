"""What words may not do, in Swedish and English. Nothing here understands a sentence: it finds, people judge.

The rules are those of the content (plain words, no blame, no promise that cannot be kept). docs/language.md tells how
often the lint is right and how much it misses, by code and language, measured on sentences that people labelled.

T001  betrays the subject where others see it     T012  takes somebody's gender for granted
T002  promises secrecy                            T013  a word of the trade, to the person
T003  asks the person for an excuse (“why”)       T014  a sentence too long
T004  proposes a joint talk                       T015  a text too long for whom it is for
T005  a telephone number in a text                T016  shouts: exclamation marks, capitals, emoji
T006  hard to read (LIX, ARI), a warning          T017  promises what nobody can promise
T007  longer than a screen holds                  T018  makes violence small
T008  blames the one who was harmed               T019  presses
T009  puts the answer in the mouth                T020  judges the partner
T010  asks two things at once                     T021  makes a diagnosis
T011  labels a person                             T022  an exception that excuses nothing
T023  does not belong in a record                 T024  answers in a record phrase read alike
T025  grades or scores a person's risk, in every language that is held

Reading order: `voices` (who says what to whom), `words` and the two tables `swedish` and `english`, `grades`,
`questions`,
`measures`, `faults` (one text), `record` (record phrases), `release` (all texts), `corpus` (how good it is).
"""
