# Each target does its own set-up: Python 3.11 or later, git and make are all that must be there.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: help demo demo-google book test slow relay lint bench pictures clean

help:      ## say what can be made
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 22

demo: $(READY)     ## play a whole cycle of an invented school, offline
	@$(RUN) scripts/demo.py

demo-google: $(READY) ## play it through the real Google client, against a local copy of Google's interface
	@$(RUN) tests/demo_google.py

book: $(READY)     ## make the coordinator's book and the staff book, or add what they lack
	@$(RUN) scripts/setup_book.py
	@echo "They are in the folder books: open books/coordinator.xlsx at the tab Start here."

test: $(READY)     ## run the tests
	@$(RUN) -m pytest -n 2 --dist loadfile -m "not slow"

slow: $(READY)     ## run the long sweeps
	@$(RUN) -m pytest -n 2 --dist loadfile -m slow

relay: $(READY)    ## send through Debian's own Postfix and Dovecot (as root; apt-get install postfix dovecot-imapd)
	@$(RUN) -m pytest -m relay

lint: $(READY)     ## check style and types
	@$(RUN) -m ruff check scripts tests
	@$(RUN) -m mypy

bench: $(READY)    ## time every command on a large school, beside what else one could use
	@PYTHONPATH=scripts:tests $(RUN) tests/bench.py
	@PYTHONPATH=scripts:tests $(RUN) tests/bench_reading.py
	@PYTHONPATH=scripts:tests $(RUN) tests/bench_targets.py
	@PYTHONPATH=scripts:tests $(RUN) tests/bench_groups.py
	@PYTHONPATH=scripts:tests $(RUN) tests/bench_answers.py
	@PYTHONPATH=scripts:tests:tests/google $(RUN) tests/bench_google.py
	@PYTHONPATH=scripts:tests:tests/mail:tests/relay $(RUN) tests/bench_mail.py

pictures: $(READY) ## make the README's pictures anew (needs LibreOffice, poppler and Chromium)
	@PYTHONPATH=scripts:tests $(RUN) tests/pictures.py

clean:     ## remove what was set up and cached; books, previews and filed emails stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis output/demo
	find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $(READY)
