test:
	.venv/bin/python -m pytest
check:
	.venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports
