# The two commands of the README, and the live crawl. Everything is done with plain pip and scrapy commands.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test crawl

demo: .venv/installed
	$(BIN)/scrapy demo

test: .venv/tested
	$(BIN)/python -m pytest -n auto --dist loadfile

crawl: .venv/installed
	@test -n "$(SITE)" || { echo "usage: make crawl SITE=elecfans"; exit 2; }
	$(BIN)/scrapy crawl $(SITE)

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/tested: pyproject.toml .venv/installed
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@
