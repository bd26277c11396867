"""An organisation's rating of its own work: from answers to what they show. Pure: answers in, values out.

It rates organisations, never persons. What a result says is said by those who answered: a gap is a gap “by your own
rating”, and advice that is not followed is never called a breach. Weights, ladder and order of priority are this
product's own proposal; no one has tried them against another instrument.

Reading order: `answers` (what is given), `result` (what one round shows), `group` (several who rated), `rounds` (two
rounds side by side), `kept` (a round as it is kept, `store` who keeps it).
"""
