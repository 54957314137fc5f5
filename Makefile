# Two commands for a newcomer: make demo, make test. Everything else is for later.
SHELL := bash
PREFIX ?= /usr/local
BUILD = swift build --explicit-target-dependency-import-check error
# With Swift's runtime linked in: it starts sooner, and runs where no Swift is installed.
RELEASE = $(BUILD) -c release --static-swift-stdlib

.PHONY: demo test bench bench-peers program fuzz soak build release install fonts format docs clean

## A month of real usage, billed, collected, settled and drawn; prints what to open.
demo: release
	@"$$(make -s program)" demo

## Every check there is.
test: prepare
	@Scripts/check

## A month at several sizes, beside floors in C; writes docs/benchmarks.md. Benchmarks/scale/README.md says more.
bench: release
	@Benchmarks/scale/run "$$(make -s program)" --write

## Documents beside Cairo alone, Typst, WeasyPrint and ReportLab, and the dashboard beside Hugo; writes docs/benchmarks.md.
bench-peers: release
	@Scripts/prepare gcc libfreetype-dev mupdf-tools poppler-utils qpdf python3-venv time hugo libharfbuzz-subset0
	@[ -x .tools/bench/bin/weasyprint ] || { python3 -m venv .tools/bench && \
		.tools/bench/bin/pip install -q --disable-pip-version-check -r Benchmarks/documents/requirements.txt; }
	@.tools/bench/bin/python Benchmarks/documents/run "$$(make -s program)" --write
	@.tools/bench/bin/python Benchmarks/site/run "$$(make -s program)" --write

## Where the release build's program is.
program:
	@echo "$$($(RELEASE) --show-bin-path)/bm"

## A million broken inputs for each reader: docs/fuzzing.md. BM_FUZZ_INPUTS and BM_FUZZ_SEED change it.
fuzz: prepare
	@BM_FUZZ_INPUTS=$${BM_FUZZ_INPUTS:-1000000} swift test -c release -Xswiftc -enable-testing \
		--filter FuzzTests

## Some thousands of kills and failing calls, hours: docs/faults.md. BM_KILLS_SEED changes them.
soak: release
	@export BM_PROGRAM="$$(make -s program)"; \
		Scripts/kills 250 "$${BM_KILLS_SEED:-1}" && BM_FAULTS_WORLD=.build/kills Scripts/faults 100 "$${BM_KILLS_SEED:-1}"

## The C libraries, through apt where they are missing.
prepare:
	@Scripts/prepare

release: prepare
	@$(RELEASE) --product bm

build: prepare
	@$(BUILD) --build-tests

## The program, its templates, fonts and examples under PREFIX.
install: release
	install -D "$$(make -s program)" "$(DESTDIR)$(PREFIX)/bin/bm"
	mkdir -p "$(DESTDIR)$(PREFIX)/share/bm"
	cp -R templates fonts examples "$(DESTDIR)$(PREFIX)/share/bm/"

## Builds fonts/ again from the Debian packages.
fonts:
	@Scripts/fonts

format:
	@swift format --in-place --recursive Sources Tests Package.swift

## The generated pages of docs/.
docs: prepare
	@Scripts/docs

clean:
	rm -rf .build
