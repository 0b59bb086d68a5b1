#!/usr/bin/env bash
# Builds, tests and runs Stekker Edge. Each command sets up what it needs on a Debian-like machine that has the .NET SDK.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
PATH="$PATH:/usr/sbin:/sbin"

readonly here_rid=linux-x64
readonly out=artifacts
readonly results="$out/test-results"
readonly node_dir=tests/Stekker.Edge.EndToEnd/node

# shellcheck source=packaging/machine.sh
source packaging/machine.sh
# shellcheck source=packaging/targets.sh
source packaging/targets.sh
# shellcheck source=packaging/publish.sh
source packaging/publish.sh

usage() {
  cat <<'TEXT'
Usage: ./build.sh COMMAND

  demo            run the daemon with a live site of six chargers beside it, to look at
  test            build everything, run every test; the last line is "N passed, N failed"
  run [ARGS]      run the daemon: ./build.sh run --config site.json --data data
  bench [PART]    measure against the budgets, a Node server and simple policies: load, latency, cpu, plan, twin, policies, cloud; else all
  publish [RID]   make the native binary artifacts/RID/stekker-edge (default linux-x64)
  ipk [ARCH]      make it and pack it for opkg: arm_cortex-a7_neon-vfpv4, aarch64_cortex-a53, x86_64 ... (default linux-x64, to try it here)
  deb [ARCH]      make it and pack it for Debian, with systemd: amd64, arm64, armhf (default amd64)
                  for another machine, all three take --sdk DIR (or $OPENWRT_SDK): OpenWrt's SDK for it, whose compiler links;
                  or --sysroot DIR (or $EDGE_SYSROOT) for clang; or --linker GCC (or $EDGE_LINKER)
  sign PACKAGE --key FILE
                  sign a package with the maker's private key, for updates over the cloud
  help            this text
TEXT
}

# Runs the daemon's own command line, from the native binary where this machine can make one.
edge() {
  need_dotnet
  need_machine sqlite mqtt
  if (publish "$here_rid" >&2); then
    exec "$out/$here_rid/stekker-edge" "$@"
  fi
  note "No native binary on this machine; running the same program by 'dotnet run' instead."
  exec dotnet run --project src/Stekker.Edge -c Release -- "$@"
}

# package ipk|deb ARCH [OPTIONS]: one file in artifacts.
package() {
  local kind=$1 arch=$2 rid
  shift 2
  use_target "$arch"
  cross_options "$@"
  need_dotnet
  need_machine binutils
  publish "$rid"
  SOURCE_DATE_EPOCH=$(source_date) packaging/pack.sh "$kind" --binary "$out/$rid/stekker-edge" --arch "$arch" --version "$(product_version)" --out "$out"
}

product_version() { sed -nE 's|.*<Version>(.*)</Version>.*|\1|p' Directory.Build.props; }

# When the source was committed: the time that every file of a package has.
source_date() {
  if [[ -n ${SOURCE_DATE_EPOCH:-} ]]; then
    echo "$SOURCE_DATE_EPOCH"
  else
    git log -1 --format=%ct 2>/dev/null || fail "no commit to take the package's time from; set SOURCE_DATE_EPOCH (seconds since 1970)."
  fi
}

bench() {
  need_dotnet
  need_machine sqlite mqtt broker mqtt-clients node
  publish "$here_rid"
  need_node_modules "$node_dir"
  quietly dotnet build tests/Stekker.Edge.Bench -c Release -v quiet || fail "the bench does not build; see above."
  exec dotnet "$out/build/net10.0/bin/Stekker.Edge.Bench/release/Stekker.Edge.Bench.dll" "$@"
}

run_tests() {
  need_dotnet
  need_machine sqlite mqtt broker node socat busybox binutils
  build_solution
  publish "$here_rid"
  need_node_modules "$node_dir"

  rm -rf "$results"
  mkdir -p "$results"
  local passed=0 failed=0 skipped=0 project
  for project in tests/*/*.csproj; do
    [[ $project == *.Bench.csproj ]] || test_project "$(basename "$project" .csproj)"
  done

  local line="$passed passed, $failed failed"
  [[ $skipped == 0 ]] || line+=", $skipped skipped"
  echo
  echo "$line"
  [[ $failed == 0 && $passed != 0 ]]
}

build_solution() {
  local stamp="$out/build/.built-from" sources
  sources="$(hash_of src tests Stekker.Edge.sln Directory.Build.props Directory.Packages.props global.json .editorconfig) $(dotnet --version)"
  [[ -f $stamp && $(<"$stamp") == "$sources" ]] && return
  note "Building"
  quietly retry dotnet restore Stekker.Edge.sln -v quiet || fail "the NuGet packages could not be restored; see above."
  quietly dotnet build Stekker.Edge.sln -c Release --no-restore -v quiet || fail "the solution does not build; see above."
  echo "$sources" >"$stamp"
}

# Runs one project's tests and adds to passed, failed and skipped.
test_project() {
  local name=$1 log="$results/$1.log" trx="$results/$1.trx" status=0
  echo
  note "$name"
  dotnet test "$out/build/net10.0/bin/$name/release/$name.dll" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$results" \
    --blame-hang-timeout 15m --blame-hang-dump-type none </dev/null 2>&1 | tee "$log" || status=$?

  local counters total=0 ok=0 bad=0
  counters=$(grep -o '<Counters [^>]*>' "$trx" 2>/dev/null || true)
  if [[ -n $counters ]]; then
    total=$(counter total)
    ok=$(counter passed)
    bad=$(counter failed)
  fi
  if [[ $status != 0 && $bad == 0 ]]; then
    # A test host that died, or a project that could not be loaded, has no failing test to show.
    note "$name did not finish (exit code $status; is it in Stekker.Edge.sln?); its output is in $log"
    bad=1
    total=$((ok + 1))
  fi
  passed=$((passed + ok))
  failed=$((failed + bad))
  skipped=$((skipped + total - ok - bad))
}

counter() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<<"$counters"; }

command=${1:-help}
shift || true
case "$command" in
  demo) edge demo "$@" ;;
  run) edge run "$@" ;;
  test) run_tests ;;
  bench) bench "$@" ;;
  publish)
    rid=${1:-$here_rid}
    shift || true
    cross_options "$@"
    need_dotnet
    publish "$rid"
    ;;
  ipk)
    arch=${1:-linux-x64}
    shift || true
    package ipk "$arch" "$@"
    ;;
  deb)
    arch=${1:-amd64}
    shift || true
    package deb "$arch" "$@"
    ;;
  sign) packaging/update/sign.sh "$@" ;;
  help | -h | --help) usage ;;
  *)
    echo "build.sh: unknown command '$command'." >&2
    usage >&2
    exit 2
    ;;
esac
