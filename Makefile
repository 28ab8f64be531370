# The two commands of the README, and the live crawl. Everything is done with plain pip and scrapy commands.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test crawl cluster-demo wheel sbom lock audit

demo: .venv/installed
	$(BIN)/scrapy demo

# Bytecode is kept, for many tests start processes that import the package: compiling it takes seconds in each.
test: .venv/tested
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

crawl: .venv/installed
	@test -n "$(SITE)" || { echo "usage: make crawl SITE=elecfans"; exit 2; }
	$(BIN)/scrapy crawl $(SITE)

# The same sources give the same bytes: dates in the archive are fixed, files are sorted.
wheel: .venv/release
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-1577836800} $(BIN)/python -m build --wheel --outdir dist

# What a release is made of (CycloneDX), without the tools that test it.
sbom: .venv/release
	rm -rf .venv-runtime && $(PYTHON) -m venv .venv-runtime && .venv-runtime/bin/pip install --quiet .
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o dist/sbom.json .venv-runtime
	rm -rf .venv-runtime

# Versions and hashes of what pip takes today, for pip install --require-hashes on the same platform.
lock: .venv/release
	$(BIN)/pip install --quiet --dry-run --ignore-installed --report dist/report.json .
	$(BIN)/python tools/write_lock.py dist/report.json > dist/requirements.lock

# Known holes in what is installed; asks a service on the internet.
audit: .venv/release
	$(BIN)/pip-audit --skip-editable

# PostgreSQL of the system (apt-get install postgresql) in a folder of its own, or NEWSCRAWL_DATABASE_URL.
cluster-demo: .venv/cluster
	$(BIN)/python tools/cluster_demo.py

.venv/cluster: pyproject.toml .venv/installed
	$(BIN)/pip install --quiet --editable '.[cluster]'
	@touch $@

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/tested: pyproject.toml .venv/installed
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

.venv/release: pyproject.toml .venv/installed
	$(BIN)/pip install --quiet --editable '.[release]'
	@mkdir -p dist
	@touch $@
