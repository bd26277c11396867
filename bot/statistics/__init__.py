"""Counting, prepared: presses → contributions to cells, purely. Nothing is stored yet."""
