# make run      opens the window (without a display: draws it to newsreader.png)
# make test     everything that must hold before a change lands
# make desktop  puts it into this desktop's menu and offers it for feed: links (bash packaging/linux/install.sh --remove takes it out)
# make bench    figures and ratios; make bench-briefs EVENTS="FILE..."; make pictures: every window and dialog
PY := .venv/bin/python
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run desktop test lint unit ui e2e bench bench-briefs pictures package format lock clean

run:
	@bash packaging/dev/bootstrap.sh run
	@bash packaging/dev/run.sh

desktop:
	@bash packaging/dev/bootstrap.sh run
	@bash packaging/linux/install.sh

test:
	@bash packaging/dev/bootstrap.sh test
	@$(MAKE) --no-print-directory lint
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadfile -q tests

lint:
	@$(PY) -m ruff check newsreader tests packaging
	@$(PY) -m ruff format --check newsreader tests packaging
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-cache

unit ui e2e hostile architecture:
	@bash packaging/dev/bootstrap.sh test
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q tests/$@

bench:
	@bash packaging/dev/bootstrap.sh test
	@$(PY) -m compileall -q -o 0 -o 2 newsreader
	@$(PY) -m tests.benchmarks.run $(ARGS)

bench-briefs:
	@bash packaging/dev/bootstrap.sh run
	@$(PY) -m tests.benchmarks.bench_briefs $(EVENTS)

pictures:
	@bash packaging/dev/bootstrap.sh run
	@$(PY) packaging/dev/pictures.py $(ARGS)

package:
	@bash packaging/dev/bootstrap.sh run
	@bash packaging/python/build.sh

format:
	@$(PY) -m ruff check --fix newsreader tests packaging
	@$(PY) -m ruff format newsreader tests packaging

lock:
	@bash packaging/dev/lock.sh

clean:
	rm -rf .venv build dist pictures .pytest_cache .mypy_cache .ruff_cache
