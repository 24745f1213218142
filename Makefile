# `make serve`, `make check` and `make test` need git, make and Python 3.11 or later; each sets up .venv by itself.

PYTHON ?= python3
BIN := .venv/bin
BENCH_PEERS ?= $(HOME)/.cache/understudy/bench-peers
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable

.PHONY: serve test check tidy bench bench-peers soak clean

serve: .venv/for-serve
	@$(BIN)/understudy serve $(ARGS)

test: export PYTHONDONTWRITEBYTECODE =# what is compiled, assertions of tests for instance, is kept for the next process
test: .venv/for-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest --cov --numprocesses 2 --dist loadfile --no-loadscope-reorder --ignore tests/fuzz
	$(BIN)/pytest --numprocesses 2 --dist loadfile tests/fuzz # what they come by is no reason to call it tested

check: .venv/for-serve
	@$(BIN)/understudy check $(ARGS)

tidy: .venv/for-test
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(BIN)/mypy

bench: export PYTHONDONTWRITEBYTECODE =# an installed package has been compiled
bench: .venv/for-test
	@$(BIN)/python tests/benchmarks/start.py
	@$(BIN)/python tests/benchmarks/large.py
	@PYTHONPATH=tests BENCH_PEERS="$(BENCH_PEERS)" $(BIN)/python -m benchmarks.speed

soak: .venv/for-test
	@PYTHONPATH=tests $(BIN)/python -m benchmarks.soak

bench-peers:
	npm install --silent --no-fund --no-audit --prefix "$(BENCH_PEERS)" \
		@stoplight/prism-cli@5 @mockoon/cli@9 wiremock@3 openapi-backend@5
	$(PYTHON) -m venv "$(BENCH_PEERS)/python"
	"$(BENCH_PEERS)/python/bin/python" -m pip install --quiet --disable-pip-version-check \
		'connexion[flask,uvicorn]==3.3.*' fastapi granian uvicorn uvloop httptools
	@PATH="$$PATH:/usr/sbin"; for each in wrk nginx java; do \
		command -v $$each > /dev/null || echo "bench-peers: $$each is missing; Debian has it"; \
	done

clean:
	rm -rf .venv dist .coverage .hypothesis .schemathesis .mypy_cache .pytest_cache .ruff_cache

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv

.venv/for-serve: .venv/pyvenv.cfg pyproject.toml .ci/constraints.txt
	$(INSTALL) .
	@$(BIN)/python -m compileall -q understudy
	@touch $@

.venv/for-test: .venv/pyvenv.cfg pyproject.toml .ci/constraints.txt
	$(INSTALL) '.[dev]'
	@$(BIN)/python -m compileall -q understudy
	@touch $@ .venv/for-serve
