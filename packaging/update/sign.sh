#!/usr/bin/env bash
# Signs a package for updates over the cloud: writes what the maker says of it, and the cloud's command, beside it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# shellcheck source=packaging/machine.sh
source "$here/../machine.sh"

usage() {
  cat >&2 <<'TEXT'
Usage: ./build.sh sign PACKAGE --key PRIVATE-KEY.pem [--allow-downgrade]

  PACKAGE            an .ipk or .deb that './build.sh ipk' or './build.sh deb' made
  --key              the maker's private key: openssl ecparam -name prime256v1 -genkey -noout -out PRIVATE-KEY.pem
  --allow-downgrade  it may take the place of a newer version, or of the same one
TEXT
  exit 2
}

package="" key="" downgrade=false
while [[ $# -gt 0 ]]; do
  case "$1" in
    --key)
      key=${2:-}
      shift
      ;;
    --allow-downgrade) downgrade=true ;;
    -*) usage ;;
    *) package=$1 ;;
  esac
  shift
done
[[ -n $package && -n $key ]] || usage
[[ -f $package ]] || fail "there is no package $package."
[[ -f $key ]] || fail "there is no key $key: 'openssl ecparam -name prime256v1 -genkey -noout -out $key' makes one, to be kept where nobody else reads it."
openssl pkey -in "$key" -noout -text 2>/dev/null | grep -q 'NIST CURVE: P-256' || fail "$key is no private key of ECDSA on the curve P-256: 'openssl ecparam -name prime256v1 -genkey -noout -out KEY' makes one."

control() {
  case "$package" in
    *.ipk) tar -xzOf "$package" ./control.tar.gz | tar -xzO ./control | sed -n "s/^$1: //p" ;;
    *.deb) dpkg-deb --field "$package" "$1" ;;
    *) fail "$package is neither an .ipk nor a .deb." ;;
  esac
}

[[ $(control Package) == stekker-edge ]] || fail "$package is not stekker-edge."
version=$(control Version)
# The product's own, without the package's revision.
version=${version%%-*}
key_id=$(openssl pkey -in "$key" -pubout -outform DER | sha256sum | cut -c 1-16)
printf '{"product":"stekker-edge","version":"%s","architecture":"%s","sizeBytes":%s,"sha256":"%s","keyId":"%s","allowDowngrade":%s}' \
  "$version" "$(control Architecture)" "$(stat -c %s "$package")" "$(sha256sum "$package" | cut -d' ' -f1)" "$key_id" "$downgrade" >"$package.manifest"
signature=$(openssl dgst -sha256 -sign "$key" "$package.manifest" | base64 -w0)
printf '%s' "$signature" >"$package.signature"

# As the cloud sends it: with url and expiresAt of its own.
printf '{"command":"updateEdge","expiresAt":"…","url":"https://…/%s","manifest":"%s","signature":"%s"}\n' \
  "$(basename "$package")" "$(sed 's/"/\\"/g' "$package.manifest")" "$signature" >"$package.command.json"
note "$package.manifest and .signature are made by key $key_id; $package.command.json is the cloud's command, without url and expiresAt"
