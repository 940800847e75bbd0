# Two commands from nothing: `make demo` and `make test`. Both set up what they need first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup test lint demo bench bench-baseline bench-resume package docs qgis340 train train-ras2s \
	train-sscan train-ssrnet-x2 train-ssrnet-x3 train-ssrnet-x4 measure-weights measure-precision \
	measure-generalisation weights-page methods-page bench-methods restore-picture example-models \
	screenshots tour sample translations clean

ARGS ?=
LONG_BENCHES = bench/bench_baseline.py bench/bench_methods.py bench/bench_resume.py

help:  ## this list
	@grep -hE '^[a-z0-9-]+:.* ##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup:  ## system packages, .venv and plugin link, each only when missing
	@scripts/setup.sh

test: setup  ## every test; ARGS="-k metadata" goes to pytest
	@rm -rf .qgis-settings
	.venv/bin/pytest $(ARGS)

lint: setup  ## ruff, and what the QGIS plugin repository scans for
	@scripts/lint.sh

demo: setup  ## make a scene, spoil it, restore it in QGIS: see demo/
	@PYTHONPATH=.plugins .venv/bin/python scripts/run_demo.py

bench: setup  ## the benchmarks in bench/, one after the other, on a machine that does nothing else; figures go to bench/results
	@set -e; for benchmark in $(filter-out $(LONG_BENCHES),$(wildcard bench/bench_*.py)); do \
		PYTHONPATH=.plugins:scripts:bench .venv/bin/python "$$benchmark" $(ARGS) \
			--json "bench/results/$$(basename "$$benchmark" .py | cut -d_ -f2-).json"; done

bench-resume: setup  ## 2 GB restored in QGIS, killed three times and resumed (half an hour)
	@PYTHONPATH=.plugins:scripts:bench OMP_NUM_THREADS=1 .venv/bin/python bench/bench_resume.py $(ARGS) \
		--json bench/results/resume.json --log bench/results/resume.log

bench-baseline: setup  ## a plain DnCNN trained and measured as SSCAN was (hours; goes on where it stopped)
	@PYTHONPATH=.plugins:scripts nice .venv/bin/python bench/bench_baseline.py $(ARGS)

bench-methods: setup  ## all denoisers on all noises and scenes of ../shared/data/val (an hour; goes on where it stopped)
	@PYTHONPATH=.plugins:scripts nice .venv/bin/python bench/bench_methods.py $(ARGS)

package: setup  ## the zip for QGIS's plugin manager, in build/, checked as the plugin repository does
	@.venv/bin/python scripts/make_package.py

docs: setup  ## the pages of docs/ as HTML, as the zip brings them, in build/docs
	@.venv/bin/python scripts/docs_html.py

qgis340: setup  ## the zip in QGIS 3.40 of Debian 13, in a folder of its own (root; the first time minutes and 3 GB)
	@scripts/qgis340.sh

clean:  ## remove what the other targets made, .venv included
	rm -rf .venv .plugins .qgis-settings .pytest_cache .ruff_cache .hypothesis build demo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

train: setup  ## train the weights of RECIPE=ras2s (or another of training/recipes), going on where it stopped
	@PYTHONPATH=.plugins:scripts nice .venv/bin/python scripts/train.py training/recipes/$(RECIPE).toml $(ARGS)

train-ras2s train-sscan train-ssrnet-x2 train-ssrnet-x3 train-ssrnet-x4:  ## the shipped weights, each from nothing
	@$(MAKE) train RECIPE=$(@:train-%=%)

measure-generalisation: setup  ## RAS2S over all scenes of ../shared/data, noises, band counts and directions
	@PYTHONPATH=.plugins:scripts .venv/bin/python scripts/measure_generalisation.py $(ARGS)

measure-weights: setup  ## figures of the shipped weights on ../shared/data/val, into their card
	@PYTHONPATH=.plugins:scripts .venv/bin/python scripts/measure_weights.py $(ARGS)

measure-precision: setup  ## what bf16 and fp16 cost the shipped weights on ../shared/data, into their cards
	@PYTHONPATH=.plugins:scripts nice .venv/bin/python scripts/measure_precision.py $(ARGS)

weights-page: setup  ## tables and pictures of docs/weights.md, from the cards of the shipped weights
	@PYTHONPATH=.plugins:scripts .venv/bin/python scripts/weights_page.py $(ARGS)

methods-page: setup  ## tables and pictures of docs/methods.md, from the rows of bench-methods
	@PYTHONPATH=.plugins:scripts:bench .venv/bin/python scripts/methods_page.py $(ARGS)

restore-picture: setup  ## EnMAP bands before and after restore, for docs/images
	@PYTHONPATH=.plugins:scripts .venv/bin/python scripts/restore_picture.py

example-models: setup  ## the stored models in processing/examples
	@PYTHONPATH=.plugins:scripts .venv/bin/python scripts/make_example_models.py

tour: setup  ## the pictures of docs/tour.md: every screen, from a real QGIS under Xvfb
	@PYTHONPATH=.plugins .venv/bin/python scripts/tour.py

screenshots: setup  ## the pictures of QGIS in docs/images, from a real QGIS under Xvfb
	@PYTHONPATH=.plugins .venv/bin/python scripts/screenshots.py

sample: setup  ## the small noisy raster of docs/tutorial.md, in docs/demo
	@PYTHONPATH=.plugins:scripts .venv/bin/python scripts/make_sample.py

translations: setup  ## i18n/*.ts from the sources, a list of what is missing in them, i18n/*.qm for QGIS
	@.venv/bin/python scripts/translations.py
