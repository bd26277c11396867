"""What a round with a scripted patient was worth, and what can be learnt of it. Pure: a path in, values out.

`path` reads which lines were chosen; `score` counts gates, key features, style and repair; `order` shuffles the lines;
`players` says how far somebody comes who guesses, `hints` whether the form of a line gives it away. Nothing here knows
a language, a door or a person, and nothing is kept.
"""
