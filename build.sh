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
  test [--soak]   build everything, run every test; the last line is "N passed, N failed". With --soak the ten minutes of 'soak' too, beside the rest
  soak [MINUTES]  let the native binary live on a site where much goes wrong (default 10), and show what it used; SEED=N for another story
  run [ARGS]      run the daemon: ./build.sh run --config site.json --data data
  bench [PART]    measure against the budgets, a Node server and simple policies: load, latency, cpu, plan, twin, policies, cloud, budgets; else all
  publish [RID]   make the native binary artifacts/RID/stekker-edge (default linux-x64)
  ipk [ARCH]      make it and pack it for opkg: arm_cortex-a7_neon-vfpv4, aarch64_cortex-a53, x86_64 ... (default linux-x64, to try it here)
  deb [ARCH]      make it and pack it for Debian, with systemd: amd64, arm64, armhf (default amd64)
                  for another machine, all three take --sdk DIR (or $OPENWRT_SDK): OpenWrt's SDK for it, whose compiler links;
                  or --sysroot DIR (or $EDGE_SYSROOT) for clang; or --linker GCC (or $EDGE_LINKER)
  reproduce       make both packages of this commit twice, the second time in another directory, and compare them byte by byte
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

# The commit, not the working tree: what somebody else would build of it. The other directory's name is longer, and no artifact is taken along.
reproduce() {
  local again root
  [[ -z $(git status --porcelain) ]] || fail "there are changes that are in no commit; 'git status' shows them."
  again=$(mktemp -d)/built/a/second/time
  git clone --quiet . "$again"
  for root in "$PWD" "$again"; do
    "$root/build.sh" ipk
    "$root/build.sh" deb
  done
  (cd "$again/$out" && sha256sum ./*.ipk ./*.deb "$here_rid/stekker-edge") >"$out/reproduced.sha256"
  (cd "$out" && sha256sum -c reproduced.sha256) || fail "two builds of one commit differ; the other one is in $again/$out, for cmp to tell where."
  rm -rf "${again%/built/*}"
  note "Both builds of $(git rev-parse --short HEAD) are the same, byte for byte"
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
  need_machine sqlite mqtt broker mqtt-clients node binutils
  publish "$here_rid"
  # The package's size is one of the budgets.
  [[ ${1:-budgets} != budgets ]] || (package ipk linux-x64)
  need_node_modules "$node_dir"
  quietly dotnet build tests/Stekker.Edge.Bench -c Release -v quiet || fail "the bench does not build; see above."
  exec dotnet "$out/build/net10.0/bin/Stekker.Edge.Bench/release/Stekker.Edge.Bench.dll" "$@"
}

# Whole minutes that this takes are those of the machine, so what can be done side by side is: the binary is published while the solution builds.
# Then two lanes: tests that live with real time and real parts, and beside them, behind them in the queue for the processor, those that only
# compute. With --soak the daemon also lives its ten minutes beside all of that, as it has to in CI.
run_tests() {
  local soaks=${1:-}
  [[ -z $soaks || $soaks == --soak ]] || fail "test knows no '$soaks'; it has to be --soak, or nothing."
  need_dotnet
  need_machine sqlite mqtt broker node socat busybox binutils shellcheck linker
  rm -rf "$results"
  mkdir -p "$results"
  local publishing
  publish "$here_rid" &
  publishing=$!
  build_solution
  need_node_modules "$node_dir"
  wait "$publishing" || fail "no binary, no tests; see above."
  [[ -z $soaks ]] || start_soak 10

  local project name computing=() living=()
  for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    case "$name" in
      *.Bench | *.Soak) ;;
      *.Core.Tests | *.Ocpp.Tests | *.Twin.Tests) computing+=("$name") ;;
      *) living+=("$name") ;;
    esac
  done
  local lane
  (
    renice -n 10 "$BASHPID" >/dev/null
    for name in "${computing[@]}"; do test_project "$name"; done
  ) &
  lane=$!
  for name in "${living[@]}"; do test_project "$name"; done
  wait "$lane"
  if [[ -n $soaks ]]; then
    note "The soak goes on until its ten minutes are over"
    wait "$soak" || true
    living+=(Stekker.Edge.Soak)
  fi

  local passed=0 failed=0 skipped=0
  for name in "${computing[@]}" "${living[@]}"; do count_project "$name"; done
  [[ -z $soaks ]] || cat "$out/soak/report.txt" 2>/dev/null || true
  local line="$passed passed, $failed failed"
  [[ $skipped == 0 ]] || line+=", $skipped skipped"
  echo
  echo "$line"
  [[ $failed == 0 && $passed != 0 ]]
}

soak() {
  need_dotnet
  need_machine sqlite mqtt broker
  publish "$here_rid"
  build_soak
  rm -f "$results/Stekker.Edge.Soak".*
  start_soak "${1:-10}"
  local passed=0 failed=0 skipped=0
  note "$1 minutes; each second's figures go to $out/soak/samples.csv"
  wait "$soak" || true
  count_project Stekker.Edge.Soak
  cat "$results/Stekker.Edge.Soak.log" "$out/soak/report.txt" 2>/dev/null || true
  [[ $failed == 0 && $passed != 0 ]]
}

build_soak() {
  quietly retry dotnet build tests/Stekker.Edge.Soak -c Release -v quiet || fail "the soak does not build; see above."
}

# From a copy, so that a build beside it changes nothing under its feet. Sets soak to the process that is waited for; it, its daemon and its
# broker are a group of their own, which ends with this script.
start_soak() {
  rm -rf "$out/soak"
  mkdir -p "$out/soak" "$results"
  cp -r "$out/build/net10.0/bin/Stekker.Edge.Soak/release" "$out/soak/program"
  set -m
  STEKKER_SOAK_MINUTES=$1 STEKKER_SOAK_SEED=${SEED:-} STEKKER_SOAK_RESULTS="$PWD/$out/soak" \
    test_project Stekker.Edge.Soak "$out/soak/program/Stekker.Edge.Soak.dll" 24h >/dev/null 2>&1 &
  soak=$!
  set +m
  trap 'kill -- "-$soak" 2>/dev/null || true' EXIT
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

# test_project NAME [DLL] [PATIENCE]: runs one project's tests; what came of it is in the results, its exit code too.
test_project() {
  local name=$1 dll=${2:-$out/build/net10.0/bin/$1/release/$1.dll} status=0
  echo
  note "$name"
  dotnet test "$dll" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --results-directory "$results" \
    --blame-hang-timeout "${3:-15m}" --blame-hang-dump-type none </dev/null 2>&1 | tee "$results/$name.log" || status=$?
  echo "$status" >"$results/$name.status"
}

# Adds to passed, failed and skipped.
count_project() {
  local name=$1 counters total=0 ok=0 bad=0 status
  status=$(<"$results/$name.status") || status=missing
  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null || true)
  if [[ -n $counters ]]; then
    total=$(counter total)
    ok=$(counter passed)
    bad=$(counter failed)
  fi
  if [[ $status != 0 && $bad == 0 ]]; then
    # A test host that died, or a project that could not be loaded, has no failing test to show.
    note "$name did not finish (exit code $status; is it in Stekker.Edge.sln?); its output is in $results/$name.log"
    bad=1
    total=$((ok + 1))
  fi
  if [[ $bad != 0 && $name == *.Soak ]]; then
    cat "$results/$name.log" 2>/dev/null || true
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
  test) run_tests "$@" ;;
  soak) soak "${1:-10}" ;;
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
  reproduce) reproduce ;;
  sign) packaging/update/sign.sh "$@" ;;
  help | -h | --help) usage ;;
  *)
    echo "build.sh: unknown command '$command'." >&2
    usage >&2
    exit 2
    ;;
esac
