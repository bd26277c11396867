"""The terminal: `fragestod chat` to talk, `fragestod play` to run a written path."""
