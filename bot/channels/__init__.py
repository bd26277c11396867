"""Doors. Each turns a press into a `Press` and shows the `Turn` that comes back; no door knows another."""
