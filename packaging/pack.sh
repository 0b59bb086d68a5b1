#!/usr/bin/env bash
# Makes an installable package of a native binary: a plain script over tar, gzip and dpkg-deb. The same binary and version give the same
# bytes, wherever it is run and by whom.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# shellcheck source=packaging/machine.sh
source "$here/machine.sh"
# shellcheck source=packaging/targets.sh
source "$here/targets.sh"
# shellcheck source=packaging/inspect.sh
source "$here/inspect.sh"

usage() {
  cat >&2 <<'TEXT'
Usage: packaging/pack.sh ipk|deb --binary FILE --arch ARCH --version VERSION --out DIRECTORY

  ARCH     as 'opkg print-architecture' or 'dpkg --print-architecture' says it; linux-x64 for the development package
  VERSION  as 0.1.0
Every time in the package is SOURCE_DATE_EPOCH (seconds since 1970), which has to be set.
TEXT
  exit 2
}

readonly feed="$here/../openwrt/stekker-edge"
readonly files="$feed/files"

# put MODE SOURCE TARGET: a file of the package.
put() { install -D -m "$1" "$2" "$3"; }

# What both kinds of package have in common.
common_tree() {
  local into=$1
  put 0755 "$binary" "$into/usr/bin/stekker-edge"
  put 0755 "$here/update/stekker-edge-update" "$into/usr/sbin/stekker-edge-update"
  put 0600 "$files/site.json" "$into/etc/stekker-edge/site.json"
  # The public half of the maker's key, where the maker has put it here; without one nobody's updates are trusted.
  [[ ! -f $here/update/update-key.pem ]] || put 0644 "$here/update/update-key.pem" "$into/etc/stekker-edge/update-key.pem"
}

openwrt_tree() {
  local into=$1
  common_tree "$into"
  put 0644 "$files/stekker_edge.config" "$into/etc/config/stekker_edge"
  put 0755 "$files/stekker-edge.init" "$into/etc/init.d/stekker-edge"
  put 0755 "$files/stekker-edge-update.init" "$into/etc/init.d/stekker-edge-update"
  put 0755 "$files/stekker-edge.defaults" "$into/etc/uci-defaults/60_stekker-edge"
  put 0644 "$files/stekker-edge.hotplug" "$into/etc/hotplug.d/tty/60-stekker-edge"
  put 0644 "$files/stekker-edge.keep" "$into/lib/upgrade/keep.d/stekker-edge"
}

debian_tree() {
  local into=$1
  common_tree "$into"
  put 0644 "$here/deb/stekker-edge.service" "$into/lib/systemd/system/stekker-edge.service"
  put 0644 "$here/deb/stekker-edge-update.path" "$into/lib/systemd/system/stekker-edge-update.path"
  put 0644 "$here/deb/stekker-edge-update.service" "$into/lib/systemd/system/stekker-edge-update.service"
  put 0644 "$here/../LICENSE" "$into/usr/share/doc/stekker-edge/copyright"
}

# What a section of the feed's Makefile says, so that OpenWrt's own build and this script cannot differ.
from_feed() { sed -n "/^define Package\/stekker-edge\/$1\$/,/^endef\$/p" "$feed/Makefile" | sed -e '1d;$d' -e 's/\$\$/$/g'; }

# tarball DIRECTORY FILE: GNU format without pax headers, which opkg does not know; owners as numbers, sorted, one time for all.
tarball() {
  tar --format=gnu --sort=name --numeric-owner --owner=0 --group=0 --mtime="@$SOURCE_DATE_EPOCH" -C "$1" -cf - . | gzip -9 -n >"$2"
}

# For busybox, dash and bash alike: no CPU but the right one gets as far as unpacking.
cpu_check() {
  sed -e "s|@MACHINE@|$machine ($arch)|" -e "s/@UNAMES@/$unames/" -e "s|@LOADER@|$loader|g" -e "s/@LIBC@/$libc/" "$here/preinst"
}

pack_ipk() {
  local data="$work/data" control="$work/control" outer="$work/outer"
  openwrt_tree "$data"
  mkdir -p "$control" "$outer"
  sed -e "s/@VERSION@/$version-r1/" -e "s/@ARCH@/$arch/" -e "s/@EPOCH@/$SOURCE_DATE_EPOCH/" \
    -e "s/@SIZE@/$(unpacked_size "$data")/" "$here/ipk/control" >"$control/control"
  [[ $libc == musl ]] || sed -i "s/^Depends: libc, /Depends: /" "$control/control"
  from_feed conffiles >"$control/conffiles"
  cpu_check >"$control/preinst"
  cp "$here/ipk/postinst" "$here/ipk/prerm" "$control/"
  from_feed prerm >"$control/prerm-pkg"
  chmod 0644 "$control/control" "$control/conffiles"
  chmod 0755 "$control"/{preinst,postinst,prerm,prerm-pkg}
  tarball "$data" "$outer/data.tar.gz"
  tarball "$control" "$outer/control.tar.gz"
  echo 2.0 >"$outer/debian-binary"
  chmod 0755 "$data" "$control" "$outer"
  chmod 0644 "$outer"/*
  package="$out/stekker-edge_$version-r1_$arch.ipk"
  # The order in which opkg's readers meet the parts.
  tar --format=gnu --numeric-owner --owner=0 --group=0 --mtime="@$SOURCE_DATE_EPOCH" -C "$outer" \
    -cf - ./debian-binary ./data.tar.gz ./control.tar.gz | gzip -9 -n >"$package"
}

pack_deb() {
  local tree="$work/tree"
  command -v dpkg-deb >/dev/null || fail "a .deb is made by dpkg-deb, which is not on this machine."
  debian_tree "$tree"
  mkdir -p "$tree/DEBIAN"
  sed -e "s/@VERSION@/$version-1/" -e "s/@ARCH@/$arch/" -e "s/@KILOBYTES@/$(($(unpacked_size "$tree") / 1024))/" \
    -e "s/@GLIBC@/$(newest_glibc "$binary")/" "$here/deb/control" >"$tree/DEBIAN/control"
  echo /etc/stekker-edge/site.json >"$tree/DEBIAN/conffiles"
  cpu_check >"$tree/DEBIAN/preinst"
  cp "$here"/deb/{postinst,prerm,postrm} "$tree/DEBIAN/"
  (cd "$tree" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
  chmod 0644 "$tree"/DEBIAN/{control,conffiles,md5sums}
  chmod 0755 "$tree"/DEBIAN/{preinst,postinst,prerm,postrm}
  find "$tree" -type d -exec chmod 0755 {} +
  package="$out/stekker-edge_$version-1_$arch.deb"
  # One thread: with more the compressor's output depends on how many there are.
  dpkg-deb --root-owner-group -Zxz -z6 --threads-max=1 --build "$tree" "$package" >/dev/null
}

# Bytes of the files, as they lie on a disk without blocks.
unpacked_size() { find "$1" -path '*/DEBIAN' -prune -o -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }'; }

kind=${1:-}
[[ $kind == ipk || $kind == deb ]] || usage
shift
binary="" arch="" version="" out=""
while [[ $# -gt 1 ]]; do
  case "$1" in
    --binary) binary=$2 ;;
    --arch) arch=$2 ;;
    --version) version=$2 ;;
    --out) out=$2 ;;
    *) usage ;;
  esac
  shift 2
done
[[ $# == 0 && -n $binary && -n $arch && -n $version && -n $out ]] || usage
[[ ${SOURCE_DATE_EPOCH:-} =~ ^[0-9]+$ ]] || fail "SOURCE_DATE_EPOCH is not set: it is the time that all files of the package get, as \$(git log -1 --format=%ct)."
[[ -f $binary ]] || fail "there is no binary $binary: './build.sh publish RID' makes it."

umask 022
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
use_target "$arch"
inspect_binary "$binary"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
"pack_$kind"
note "$package: $(awk -v b="$(stat -c %s "$package")" 'BEGIN { printf "%.1f MB", b / 1e6 }')"
