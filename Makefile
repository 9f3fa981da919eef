# make run · make test · make format · make bench
HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: run test format bench check clean

run: .venv/run
	@$(BIN)/python manage.py serve --demo --host $(HOST) --port $(PORT)

test: .venv/test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy config workshops dialogue phases rasmus roles bench
	@echo "== SQLite ==" && $(BIN)/pytest -q -n 3 --dist loadfile
	@echo "== PostgreSQL ==" && $(BIN)/python -m tests.postgres $(BIN)/pytest -q -n 3 --dist loadfile

format: .venv/test
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: .venv/test
	@$(BIN)/python -m bench $(if $(N),--phones $(N)) $(if $(DB),--database $(DB)) $(if $(BOARD),--board $(BOARD)) \
	  $(if $(FAULTS),--faults $(FAULTS)) $(if $(WORKSHOPS),--workshops $(WORKSHOPS)) \
	  $(if $(PROCESSES),--processes $(PROCESSES)) $(if $(WHILE),--while $(WHILE)) \
	  $(if $(JSON),--json $(JSON)) $(ARGS)

# What is needed to serve: a virtual environment, and Pango for the PDF.
.venv/run: pyproject.toml .ci/setup
	@.ci/setup $(PYTHON)
	@touch $@

# What tests need on top: a browser, and the packages they import.
.venv/test: pyproject.toml .ci/setup
	@.ci/setup $(PYTHON) test
	@touch .venv/run $@

clean:
	rm -rf .venv var
