# One line each over a command that also works by itself; .venv is made by the first that needs it.
PYTHON ?= python3
RUN := .venv/bin/python -m

.PHONY: up preview down env test lint screenshot bench lock mlflow

up: .venv/ready ## rehearse the deployment on this computer, end with a live MLflow
	@$(RUN) local up

preview: .venv/ready ## show what `make up` would change
	@$(RUN) local preview

down: .venv/ready ## destroy the rehearsal, leave nothing running
	@$(RUN) local down

env: .venv/ready ## print the exports with which plain `pulumi` works on the rehearsal
	@$(RUN) local env

# A process each: what one suite patches in its own (moto in unit and image) is not the others'.
test: lint ## everything: lint, unit, image, engine
	@$(RUN) tests.chromium
	@$(RUN) pytest tests/unit
	@$(RUN) pytest tests/image
	@$(RUN) pytest tests/engine

lint: .venv/ready ## format, style, types, the Dockerfile, and what is known against the image's packages
	@.venv/bin/ruff format --check --quiet . && .venv/bin/ruff check --quiet . && .venv/bin/ty check --quiet
	@.venv/bin/hadolint image/Dockerfile
	@$(RUN) tests.audit

screenshot: .venv/ready ## take docs/screenshot.png anew
	@$(RUN) pytest tests/image/test_browser.py -k table_of_runs --screenshot docs/screenshot.png

bench: .venv/ready ## measure, and write docs/benchmarks.md
	@$(RUN) tests.bench

# Without -c: what was resolved before must not stand against what is wanted now.
lock: .venv/bin/uv ## resolve the requirements of requirements-dev.txt anew
	@cat requirements.txt requirements-dev.txt | grep -v '^-' | .venv/bin/uv pip compile --quiet --no-header --no-annotate \
		--universal --python-version 3.11 --no-strip-extras -o constraints.txt -

mlflow: .venv/ready ## pin a version of MLflow and show the upgrade to it: make mlflow VERSION=3.18.0
	@$(RUN) tests.update_mlflow $(VERSION)
	@$(MAKE) --no-print-directory lock
	@$(MAKE) --no-print-directory .venv/ready
	@$(RUN) pytest tests/image/test_upgrade.py tests/image/test_rollout.py
	@echo "MLflow $(VERSION) is pinned, and databases are upgraded to it. Next: read what is new in it, make test, git commit, pulumi up"

.venv/ready: .venv/bin/uv requirements.txt requirements-dev.txt constraints.txt
	@echo "setting up .venv (about a minute on first use)"
	@.venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python -r requirements-dev.txt
	@touch $@

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python {sys.version.split()[0]} is too old; install 3.11 or newer, or name it: make PYTHON=python3.11 ...")'
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check $$(grep '^uv==' requirements-dev.txt)
