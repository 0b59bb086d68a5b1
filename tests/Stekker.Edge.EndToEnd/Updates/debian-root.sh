#!/usr/bin/env bash
# Makes a Debian root file system to chroot into, with the real dpkg and little else, and packages of a program that only says its version.
# Usage: debian-root.sh ROOT REPOSITORY
set -euo pipefail
root=$1 repository=$2
packaging="$repository/packaging"

mkdir -p "$root"/{bin,usr/bin,usr/sbin,etc,tmp,dev,run,var/lib/dpkg/info,var/lib/dpkg/updates,var/log,var/lib/stekker-edge}
ln -s ../run "$root/var/run"
mknod -m 666 "$root/dev/null" c 1 3
echo 'root:x:0:0::/:/bin/sh' >"$root/etc/passwd"
echo 'stekker-edge:x:999:999::/var/lib/stekker-edge:/bin/false' >>"$root/etc/passwd"
printf 'root:x:0:\nstekker-edge:x:999:\n' >"$root/etc/group"

for program in dpkg dpkg-deb dpkg-query dpkg-split tar flock dash head cut tr sed tail cp mv rm mkdir chmod chown sync sleep cat grep env uname rmdir touch diff awk gzip; do
  file=$(command -v "$program")
  cp -L "$file" "$root/bin/$program"
  ldd "$file" 2>/dev/null | grep -o '/[^ ]*' || true
done | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
ln -s dash "$root/bin/sh"
# dpkg wants to see them.
for program in ldconfig start-stop-daemon; do
  printf '#!/bin/sh\nexit 0\n' >"$root/bin/$program"
  chmod 755 "$root/bin/$program"
done

# What the package depends on.
for package in 'libc6 2.36' 'libsqlite3-0 3.40' 'libmosquitto1 2.0.20' 'libssl3 3.0' 'ca-certificates 2023' 'tzdata 2024'; do
  printf 'Package: %s\nStatus: install ok installed\nMaintainer: Test\nArchitecture: amd64\nVersion: %s\nDescription: Test\n\n' "${package% *}" "${package#* }"
done >"$root/var/lib/dpkg/status"

for version in 1.0.0 2.0.0 3.0.0; do
  tree="$root/tmp/tree"
  mkdir -p "$tree"/{DEBIAN,usr/bin,usr/sbin,etc/stekker-edge,lib/systemd/system}
  printf '#!/bin/sh\ncase "$1" in --version) echo "stekker-edge %s" ;; update) echo 2.0.0 ;; esac\n' "$version" >"$tree/usr/bin/stekker-edge"
  cp "$packaging/update/stekker-edge-update" "$tree/usr/sbin/"
  echo "{ \"of\": \"$version\" }" >"$tree/etc/stekker-edge/site.json"
  cp "$packaging"/deb/stekker-edge*.service "$packaging"/deb/stekker-edge*.path "$tree/lib/systemd/system/"
  sed -e "s/@VERSION@/$version-1/" -e 's/@ARCH@/amd64/' -e 's/@KILOBYTES@/10/' -e 's/@GLIBC@/2.30/' "$packaging/deb/control" >"$tree/DEBIAN/control"
  cp "$packaging"/deb/{postinst,prerm,postrm} "$tree/DEBIAN/"
  echo /etc/stekker-edge/site.json >"$tree/DEBIAN/conffiles"
  chmod 755 "$tree"/usr/*bin/* "$tree"/DEBIAN/p*
  chmod 600 "$tree/etc/stekker-edge/site.json"
  dpkg-deb --root-owner-group -z1 --build "$tree" "$root/tmp/$version.deb" >/dev/null
  rm -rf "$tree"
done
