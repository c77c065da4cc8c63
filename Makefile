# Two commands do all their own set-up: make report, make test. Needed: Python 3.11 or newer (with venv) and make.
PYTHON ?= python3
READY  := .venv/.ready
RUN    := .venv/bin
PYTEST := $(RUN)/python -m pytest -n auto

# Compiled tests are kept: without, every worker of every step compiles all of them anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: report test unit lint lock audit bench pictures handbook clean help

help:
	@echo "make report   render the sample clients, German and English, into reports/"
	@echo "make test     the whole test suite: style, types, unit, notebooks, reports, browser"
	@echo "make unit     the fast tests only"
	@echo "make pictures the README's pictures of the report, light and dark, into docs/"
	@echo "make handbook the handbook, German and English, into build/handbook/"
	@echo "make audit    known weaknesses of the locked packages (asks a public service; fails where it cannot be reached)"
	@echo "make bench    how long reading, analysing, writing and whole batches take, beside other ways (hours)"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("workbook needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@test -x $(RUN)/python || $(PYTHON) -m venv .venv
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(READY)

report: $(READY)
	@for client in northwind muster; do $(RUN)/workbook report data/sample/$$client --language de -o reports/de || exit $$?; done
	@for client in northwind muster; do $(RUN)/workbook report data/sample/$$client --language en -o reports/en || exit $$?; done

test: $(READY) lint unit
	$(PYTEST) -m "chapters and not report and not inputs" tests/chapters --dist worksteal
	$(PYTEST) -m inputs tests/bad_inputs --dist worksteal
	$(PYTEST) -m report tests/sample --dist loadgroup --no-loadscope-reorder
	$(PYTEST) -m "(report or browser) and not inputs" --ignore tests/sample --dist loadfile

unit: $(READY)
	$(PYTEST) -m "not report and not browser and not inputs and not chapters" --dist worksteal

lint: $(READY)
	$(RUN)/ruff check --no-cache .
	$(RUN)/ruff format --check --no-cache .
	$(RUN)/mypy

bench: $(READY)
	$(RUN)/python tests/benchmarks/large_csv.py
	$(RUN)/python tests/benchmarks/xlsx.py
	$(RUN)/python tests/benchmarks/growth.py
	$(RUN)/python tests/benchmarks/value.py
	$(RUN)/python tests/benchmarks/segmentation.py
	$(RUN)/python tests/benchmarks/allocation.py
	$(RUN)/python tests/benchmarks/allocation.py --judged 5000 100000
	$(RUN)/python tests/benchmarks/page.py
	$(RUN)/python tests/benchmarks/territory.py
	$(RUN)/python tests/benchmarks/requests.py
	$(RUN)/python tests/benchmarks/files.py
	$(RUN)/python tests/benchmarks/batch_growth.py
	$(RUN)/python tests/benchmarks/engine.py

pictures: $(READY)
	SOURCE_DATE_EPOCH=1768485900 $(RUN)/workbook report data/sample/muster --language en -o build/pictures
	$(RUN)/python docs/pictures.py build/pictures/muster/report.html docs

handbook: $(READY)
	$(RUN)/python docs/handbook/build.py build/handbook

lock:
	uv pip compile pyproject.toml --extra test --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate -o requirements.lock
	sed -i '1i # Every package this project and its tests need, pinned with hashes. Made from pyproject.toml by: make lock' requirements.lock

audit:
	@test -x build/audit/bin/pip-audit || { $(PYTHON) -m venv build/audit && build/audit/bin/python -m pip install --quiet pip-audit; }
	build/audit/bin/python docs/audit.py build/audit/bin/pip-audit

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache .mypy_cache
