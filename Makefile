# make run · make test · make format · make bench
# make test-all · make test-newest · make test-clean · make screenshots · make update
HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
PYTEST ?= pytest -q -n 3 --dist worksteal
BIN := .venv/bin
# What was compiled is kept, whatever the environment says: each process of the tests would compile all of it anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run screenshots test test-all test-newest test-clean setup setup-test style update format bench clean

run: setup
	@$(BIN)/python manage.py serve --demo --host $(HOST) --port $(PORT)

# A sample, on both databases: what is thorough is left out, and most of what drives a browser or, on PostgreSQL, is not
# about the database.
test: setup-test style
	@echo "== SQLite ==" && $(BIN)/$(PYTEST) -m "not thorough" --sample 84
	@echo "== PostgreSQL ==" && $(BIN)/python -m tests.postgres $(BIN)/$(PYTEST) -m "not thorough" --sample 96

# Everything there is: every size, stop and fuzz.
test-all: setup-test style
	@echo "== SQLite ==" && HYPOTHESIS_PROFILE=thorough $(BIN)/$(PYTEST)
	@echo "== PostgreSQL ==" && HYPOTHESIS_PROFILE=thorough $(BIN)/python -m tests.postgres $(BIN)/$(PYTEST)

# With the newest packages that pyproject.toml allows, whatever the locks say.
test-newest: BIN := .venv-newest/bin
test-newest:
	@.ci/setup $(PYTHON) newest
	@echo "== SQLite ==" && $(BIN)/$(PYTEST) -m "not thorough"
	@echo "== PostgreSQL ==" && $(BIN)/python -m tests.postgres $(BIN)/$(PYTEST) -m "not thorough"

# What is committed, in a clean Debian of its own (as root).
test-clean:
	@.ci/clean '$(PYTEST)'

format: setup-test
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/djangofmt .

bench: setup-test
	@$(BIN)/python -m bench $(if $(N),--phones $(N)) $(if $(DB),--database $(DB)) $(if $(ACT),--act $(ACT)) $(if $(BOARD),--board $(BOARD)) \
	  $(if $(FAULTS),--faults $(FAULTS)) $(if $(WORKSHOPS),--workshops $(WORKSHOPS)) \
	  $(if $(PROCESSES),--processes $(PROCESSES)) $(if $(WHILE),--while $(WHILE)) \
	  $(if $(JSON),--json $(JSON)) $(ARGS)

# A picture of every step of every tool, and of the other pages, to look at: var/screenshots/index.html.
screenshots: setup-test
	@$(BIN)/python -m tests.e2e.screenshots var/screenshots

# What is needed to serve: a virtual environment as requirements.txt says, and Pango for the PDF.
setup:
	@.ci/setup $(PYTHON)

# What tests need on top: a browser, and the packages they import.
setup-test:
	@.ci/setup $(PYTHON) test

style: setup-test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy config workshops dialogue phases rasmus roles bench
	@$(BIN)/djangofmt --check . && $(BIN)/djangofmt check .

# Both locks anew, from what pyproject.toml wants and what is out today.
update:
	@.ci/lock $(PYTHON)

clean:
	rm -rf .venv .venv-* var
