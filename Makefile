# Perennia's commands. All they need is Python 3.11 or later and make; the rest is fetched into this folder.
PYTHON ?= python3
UV_SYSTEM_CERTS ?= 1
export UV_SYSTEM_CERTS
export UV_PYTHON_DOWNLOADS = never
export UV_PROJECT_ENVIRONMENT = $(CURDIR)/.venv
# The caller's own environment must not be mistaken for this one.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH

UV := .uv/bin/uv
RUN := .venv/bin
BUILD = $(UV) run --quiet --no-project --python "$(PYTHON)"
SAY := printf '\n== %s\n'
# One more than a small machine has cores: what talks to the database waits for it, and takes a quarter less so.
WORKERS ?= 3

.PHONY: help demo test check chaos bench docs web install install-dev clean

help:
	@echo "make demo    run Perennia with a made-up company, in the foreground"
	@echo "make test    every test: checks, server, web app, browser"
	@echo "make check   the static part of it"
	@echo "make chaos   faults: ONLY=R7,A4 picks items, KILLS=n and EVENTS=n set their size"
	@echo "make bench   measures, into bench/results.json (QUICK=1: bench/quick.json)"
	@echo "make docs    write the reference into docs/reference and docs/events.md"
	@echo "make web     build the web app; make clean forgets all that was fetched and built"

demo: install
	@$(SAY) "Starting the demo (Ctrl-C stops it)"
	@exec $(RUN)/perennia demo

test: install-dev
	@sh .ci/checks; checks=$$?; sh .ci/tests $(WORKERS) && exit $$checks

check: install-dev
	@sh .ci/checks

chaos: install-dev
	@exec $(RUN)/python -m tests.chaos $(if $(ONLY),--only $(ONLY)) $(if $(KILLS),--kills $(KILLS)) $(if $(EVENTS),--events $(EVENTS))

bench: install
	@exec $(RUN)/python -m bench $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

docs: install
	@$(RUN)/perennia docs

install: web
	@$(SAY) "Installing Perennia into .venv (first time about half a minute)"
	@$(UV) sync --locked --no-dev --inexact --python "$(PYTHON)"

install-dev: web
	@$(SAY) "Installing Perennia and its test tools into .venv"
	@$(UV) sync --locked --python "$(PYTHON)"

# The installer builds the web app by the same file but hides its output; so it is built here first, in the open.
web: $(UV)
	@$(SAY) "Web app"
	@needs="$$($(BUILD) --with hatchling,typing-extensions python hatch_build.py --needs)" || exit 1; \
	 if [ "$$needs" = fresh ]; then echo "It is up to date."; else \
	 $(BUILD) --with hatchling,typing-extensions,whitenoise,brotli $${needs:+--with "$$needs"} python hatch_build.py; fi

$(UV):
	@$(SAY) "Fetching uv, the installer, into .uv"
	@PYTHON="$(PYTHON)" sh .ci/fetch-uv

clean:
	rm -rf .uv .venv web/node_modules web/.cache src/perennia/web_dist
