"""Attacks on what an installation keeps, as pure functions over its files, tables and logs: what was tried, what was
found. `operations.auditing` gathers the material; docs/privacy.md tells what the attacks of the test suite add.
"""
