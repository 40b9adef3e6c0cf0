# Everything that a person asks for by name. What each does at length is in tools/.

PORT ?= 8642
PREFIX ?= /

.PHONY: help serve test dev dist soak bench

help:
	@echo "make serve   set up, build the release site and serve it on this machine (PORT=8642)"
	@echo "make test    set up, run every test"
	@echo "make dev     a quick build, again on every change (PORT=8643)"
	@echo "make dist    the release site as a folder to publish: dist"
	@echo "make soak    the long test runs"
	@echo "make bench   beside its peers, in one browser"

serve: dist
	@tools/target/debug/serve dist --port $(PORT) --prefix $(PREFIX)

dist:
	@tools/set_up.sh site
	@tools/build_site.sh release

dev:
	@tools/set_up.sh site
	@tools/dev.sh

test:
	@tools/set_up.sh site
	@tools/set_up.sh test
	@tools/test.sh

soak:
	@tools/set_up.sh site
	@tools/set_up.sh test
	@tools/soak.sh

bench:
	@tools/set_up.sh site
	@tools/set_up.sh test
	@tools/bench.sh
