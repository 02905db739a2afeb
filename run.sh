#!/usr/bin/env bash
# Everything a newcomer types. Each verb does all its set-up itself, into .venv beside this file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
    cat <<'TEXT'
usage: ./run.sh VERB

  demo [ARGUMENTS]   the offline tour: a small outlet changes while you watch
  test [ARGUMENTS]   all checks and all tests; arguments go to pytest
  check              style, types and import contracts, without the tests
  bench [NAME]       a benchmark of tests/benchmarks; without a name, which there are
TEXT
}

die() { printf 'run.sh: %s\n' "$*" >&2; exit 1; }

# The newest Python there is that will do; PYTHON=... names another.
find_python() {
    local name
    for name in "${PYTHON:-}" python3.14 python3.13 python3.12 python3.11 python3 python; do
        [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 || continue
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
    die "Python 3.11 or newer is needed; found: $(python3 --version 2>&1 || true). Install one, or name it: PYTHON=/path/to/python3 ./run.sh ..."
}

# A virtual environment whose pip knows dependency groups (pip 25.1 and newer).
make_environment() {
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null && return
    local python
    python=$(find_python)
    say "Making .venv with $("$python" --version 2>&1) ..."
    rm -rf .venv
    "$python" -m venv .venv || die "No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv"
}

say() { printf '%s\n' "$*" >&2; }

pip_install() { .venv/bin/python -m pip install -qq --disable-pip-version-check "$@"; }

# Once for each state of what the installation depends on: setup KIND DIGEST PIP-ARGUMENTS...
install_once() {
    local kind=$1 digest=$2
    shift 2
    [ "$(cat ".venv/.installed-$kind" 2>/dev/null || true)" = "$digest" ] && return
    say "Installing (this is done once) ..."
    rm -f .venv/.installed-*
    pip_install --upgrade 'pip>=25.1'
    pip_install "$@"
    printf '%s\n' "$digest" >".venv/.installed-$kind"
}

digest_of() { find "$@" -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 cat | cksum; }

# As a user installs it. The tests' editable installation serves as well.
set_up_plainly() {
    make_environment
    [ -f .venv/.installed-development ] && set_up_for_development && return
    install_once plain "$(digest_of pyproject.toml monitor spiders storage)" .
}

set_up_for_development() {
    make_environment
    install_once development "$(digest_of pyproject.toml)" --group dev --editable .
}

# What benchmarks are run beside; on top of the development installation.
add_peers() {
    local digest
    digest=$(digest_of pyproject.toml)
    [ "$(cat .venv/.peers 2>/dev/null || true)" = "$digest" ] && return
    say "Installing the peers (this is done once) ..."
    pip_install --group bench
    printf '%s\n' "$digest" >.venv/.peers
}

# All of them, so that one run tells everything there is to mend.
check() {
    set_up_for_development
    local wrong=0
    checked ruff check --quiet --output-format concise . || wrong=1
    checked ruff format --quiet --check --output-format concise . || wrong=1
    checked mypy --no-error-summary || wrong=1
    checked lint-imports || wrong=1
    [ "$wrong" = 0 ] || die "the checks above failed"
}

# Run a tool of the environment; show what it says only when it fails.
checked() {
    local said label=$1
    [[ ${2:-} = [a-z]* ]] && label+=" $2"
    say "$label"
    said=$(".venv/bin/$1" "${@:2}" 2>&1) || { printf '%s\n' "$said" >&2; return 1; }
}

# axe-core looks at the pages for what keeps people out; it comes from npm.
find_axe() {
    [ -f .venv/node/node_modules/axe-core/axe.min.js ] && return
    command -v npm >/dev/null && npm install --silent --no-audit --no-fund --prefix .venv/node \
        axe-core@4 >/dev/null 2>&1 && return
    say "axe-core cannot be installed without npm: its tests are skipped."
}

# The pages are tested in a real browser where there is one, or where one can be installed.
find_browser() {
    command -v chromedriver >/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing Chromium for the tests of the pages ..."
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends chromium chromium-driver fonts-noto-core; } >/dev/null 2>&1 && return
    fi
    say "No Chromium with its driver is here: the tests in a browser are skipped."
}

run_benchmark() {
    set_up_for_development
    local name=${1:-}
    if [ -z "$name" ]; then
        grep -l '__main__' tests/benchmarks/*.py | sed 's|.*/||; s|\.py$||'
        return
    fi
    add_peers
    [ -f "tests/benchmarks/$name.py" ] || die "there is no benchmark $name; see: ./run.sh bench"
    shift
    PYTHONPATH=. exec .venv/bin/python "tests/benchmarks/$name.py" "$@"
}

verb=${1:-}
[ $# -gt 0 ] && shift
case $verb in
demo)  set_up_plainly; exec .venv/bin/variorum demo "$@" ;;
# A hundred processes are started, and without bytecode each would compile the program anew.
test)  check; find_browser; find_axe; unset PYTHONDONTWRITEBYTECODE; exec .venv/bin/pytest -n 2 "$@" ;;
check) check ;;
bench) run_benchmark "$@" ;;
-h | --help | help) usage ;;
*)     usage >&2; exit 2 ;;
esac
