# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
EXTRAS ?= dev
VENV := .venv
BIN := $(VENV)/bin
BENCHMARKS := $(addprefix benchmarks/,startup.py blueprint_search.py import_speed.py import_accuracy.py round_trip.py canvas.py \
	plan_review.py costs_accuracy.py costs_speed.py price_lookup.py dashboard.py demo_from_clone.py \
	guardrails_speed.py hostile_policies.py login.py audit_chain.py)
PYTEST := $(BIN)/python -m pytest
# The worked price cases lie beside the project's own checkouts; users do not have them.
export DHARMA_PRICE_CASES ?= $(wildcard ../shared/prices/dev_cases.jsonl.gz)

.DEFAULT_GOAL := help
.PHONY: help run demo test check golden bench docs clean environment-run environment-test

help:
	@echo "make run     the bundled example end to end, then the dashboard on 127.0.0.1:8501"
	@echo "make demo    the same without the dashboard"
	@echo "make test    every check and every test (EXTRAS=all for PostgreSQL too)"
	@echo "make check   ruff, mypy, import-linter, notebooks stripped"
	@echo "make golden  renew the golden files; read the diff like code"
	@echo "make bench   print the measured figures"
	@echo "make docs    renew the generated pages of docs/"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Dharma needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Give another with PYTHON=...")'
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: install it (Debian: python3-venv)."; exit 2; }

# Not compiled: Python does that for what it imports, and of most packages that is a small part.
$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing Dharma (about a minute) ..."
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-$(EXTRAS): $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing Dharma with its development set '$(EXTRAS)' (about a minute) ..."
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]'
	@touch $@ $(VENV)/.installed

environment-run: $(VENV)/.installed
environment-test: $(VENV)/.installed-$(EXTRAS)

run: demo
	@$(BIN)/dharma serve || { code=$$?; [ $$code -eq 1 ] || [ $$code -eq 130 ] || exit $$code; }

demo: environment-run
	@$(BIN)/dharma demo

check: environment-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/nbstripout --verify notebooks/*.ipynb

test: check
	@$(BIN)/python tests/tools_found.py
	@$(PYTEST) -n 2 --dist worksteal --cov --cov-report= $(PYTEST_ARGS)
	@printf 'Branch coverage, per cent (85 asked for): ' && $(BIN)/coverage report --fail-under=85 --format=total
	@printf 'Branch coverage of costs (95 asked for): ' && $(BIN)/coverage report --include='dharma_core/costs/*' --fail-under=95 --format=total

golden: environment-test
	@if command -v terraform >/dev/null && [ -n "$$DHARMA_TF_PLUGIN_DIR" ]; then \
	  nice $(BIN)/python tests/golden/record_terraform.py "$$DHARMA_TF_PLUGIN_DIR"; \
	else echo "Terraform folders keep their recordings: terraform or DHARMA_TF_PLUGIN_DIR is missing"; fi
	@DHARMA_UPDATE_GOLDEN=1 $(PYTEST) -n 2 tests/unit/generation tests/golden $(PYTEST_ARGS)
	@git --no-pager diff --stat -- tests/golden

bench: environment-test
	@missed=; for script in $(BENCHMARKS); do echo "== $$script"; $(BIN)/python $$script || missed="$$missed $$script"; done; \
	echo "== benchmarks/import_accuracy.py --again (every folder is planned again: about six minutes)"; \
	$(BIN)/python benchmarks/import_accuracy.py --again || missed="$$missed --again"; \
	echo "== benchmarks/checkov_agreement.py"; $(BIN)/python -m benchmarks.checkov_agreement || missed="$$missed checkov_agreement"; \
	[ -z "$$missed" ] || { echo "Not met:$$missed"; exit 1; }

docs: environment-test
	@$(BIN)/python docs/build_reference.py

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
