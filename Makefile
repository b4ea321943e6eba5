# sfm-dev: the logic is in scripts/; `make help` tells what there is.
PREFIX ?= /usr/local
RELEASE = .build/release
SWIFT_FILES = Package.swift Sources Tests

.DEFAULT_GOAL := help
.PHONY: up stand-ins build test test-all bench install setup-dev settings fmt check clean help

up: ## everything: packages, build, engine, images, services
	@scripts/up

stand-ins: ## images built from packages, for machines without a registry
	@scripts/install-packages stand-ins
	@DOCKER_HOST=$$(scripts/engine start) scripts/build-stand-ins

build: ## the release programs, in .build/release
	@scripts/build-release

test: ## all tests, on a private engine that is gone afterwards
	@scripts/test

test-all: ## the same with the long matrices
	@SFM_DEV_TEST_ALL=1 scripts/test

bench: build ## what commands cost, beside docker compose
	@scripts/bench

install: build ## sfm-dev to PREFIX (/usr/local), under DESTDIR if set
	install -D -m 0755 $(RELEASE)/sfm-dev $(DESTDIR)$(PREFIX)/bin/sfm-dev
	install -D -m 0755 $(RELEASE)/sfm-dev-main $(DESTDIR)$(PREFIX)/libexec/sfm-dev-main
	rm -f $(DESTDIR)$(PREFIX)/libexec/libsfm-dev-curl.so
	test ! -e $(RELEASE)/libsfm-dev-curl.so || \
		install -m 0644 $(RELEASE)/libsfm-dev-curl.so $(DESTDIR)$(PREFIX)/libexec

setup-dev: up ## the services, then their addresses
	@$(RELEASE)/sfm-dev settings

settings: ## the addresses of the services, never a secret
	@$(RELEASE)/sfm-dev settings

fmt: ## Swift files in the project's format
	swift format --in-place --recursive --parallel $(SWIFT_FILES)

check: ## format and shell scripts, changing nothing
	@scripts/install-packages check
	swift format lint --strict --recursive --parallel $(SWIFT_FILES)
	@grep -rlE '^#!.*(bash|/sh)$$' .ci scripts stand-ins | xargs shellcheck -x scripts/lib.bash

clean: ## what was built; your .env, .sfm-dev and containers stay
	rm -rf .build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
