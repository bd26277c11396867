"""A self-assessment on paper, in a terminal and in a spreadsheet: the form, and what a round of answers shows."""
