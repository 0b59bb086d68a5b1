# Sourced by build.sh: what has to be on the machine, and how it gets there.
# shellcheck shell=bash

note() { echo "== $*" >&2; }

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

# Three tries, backing off: a package mirror's hiccup is not a broken build.
retry() {
  local try
  for try in 1 2 3; do
    "$@" && return
    [[ $try == 3 ]] || sleep $((try * try * 3))
  done
  return 1
}

# quietly COMMAND...: what it says is shown only where it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  [[ $status == 0 ]] || tail -n 40 "$log" >&2
  rm -f "$log"
  return "$status"
}

need_dotnet() {
  command -v dotnet >/dev/null ||
    fail "the .NET SDK is missing: install .NET 10 (https://dot.net) so that 'dotnet' is on the PATH."
  dotnet --version >/dev/null 2>&1 ||
    fail "no installed .NET SDK fits global.json: 'dotnet --list-sdks' should show a 10.0.4xx or newer 10.0."
}

# need_machine WHAT...: each is looked for by what it does, so that a machine set up in another way is left alone.
need_machine() {
  local what packages=()
  for what in "$@"; do
    case "$what" in
      sqlite) ldconfig -p | grep -q 'libsqlite3\.so\.0' || packages+=(libsqlite3-0) ;;
      mqtt) ldconfig -p | grep -q 'libmosquitto\.so\.1' || packages+=(libmosquitto1) ;;
      broker) command -v mosquitto >/dev/null || packages+=(mosquitto) ;;
      mqtt-clients) command -v mosquitto_pub >/dev/null || packages+=(mosquitto-clients) ;;
      binutils) command -v readelf >/dev/null || packages+=(binutils) ;;
      cross-arm64)
        command -v aarch64-linux-gnu-gcc >/dev/null || packages+=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross)
        ;;
      cross-arm) command -v arm-linux-gnueabihf-gcc >/dev/null || packages+=(gcc-arm-linux-gnueabihf libc6-dev-armhf-cross) ;;
      linker) command -v clang >/dev/null || command -v gcc >/dev/null || packages+=(gcc libc6-dev) ;;
      node)
        command -v node >/dev/null || packages+=(nodejs)
        command -v npm >/dev/null || packages+=(npm)
        ;;
      shellcheck) command -v shellcheck >/dev/null || packages+=(shellcheck) ;;
      busybox) command -v busybox >/dev/null || packages+=(busybox) ;;
      socat) command -v socat >/dev/null || packages+=(socat) ;;
    esac
  done
  [[ ${#packages[@]} == 0 ]] || install_packages "${packages[@]}"
}

install_packages() {
  local root=()
  command -v apt-get >/dev/null ||
    fail "missing on this machine: $* (Debian's names); install them, there is no apt-get here to do it."
  if [[ $EUID != 0 ]]; then
    command -v sudo >/dev/null ||
      fail "missing on this machine: $*; run as root: apt-get install $*"
    root=(sudo)
  fi
  note "Installing $*"
  if ! quietly retry "${root[@]}" apt-get update || ! quietly retry apt_install "${root[@]}" -- "$@"; then
    fail "could not install $*; see apt-get's words above."
  fi
}

# apt_install [sudo] -- PACKAGE...
apt_install() {
  local root=()
  while [[ $1 != -- ]]; do
    root+=("$1")
    shift
  done
  shift
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# need_node_modules DIRECTORY: npm ci, unless the lock file is the one that was installed.
need_node_modules() {
  local stamp="$1/node_modules/.installed-from"
  cmp -s "$1/package-lock.json" "$stamp" && return
  note "Installing the Node packages of $1"
  quietly retry npm ci --prefix "$1" --no-audit --no-fund || fail "npm could not install the packages of $1; see its words above."
  cp "$1/package-lock.json" "$stamp"
}

# One hash over the files under the given paths: what was built from them need not be built again.
hash_of() {
  find "$@" \( -name node_modules -o -name bin -o -name obj -o -name TestResults \) -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}
