# Sourced by pack.sh: what a binary needs of the machine it runs on, read from its ELF headers.
# shellcheck shell=bash disable=SC2154

# Fails where the binary is not for the target of use_target, or needs a library that routers do not have.
inspect_binary() {
  local file=$1 is interpreter library
  command -v readelf >/dev/null || fail "readelf is missing (Debian's package binutils): packages are checked with it."
  is=$(readelf -h "$file" 2>/dev/null | sed -n 's/^ *Machine: *//p')
  [[ $is == "$elf" ]] || fail "$file is for '${is:-no machine at all}', and $arch is '$elf'."
  interpreter=$(readelf -l "$file" | sed -n 's/.*program interpreter: \(.*\)\]/\1/p')
  [[ $interpreter == "$loader" ]] || fail "$file asks for the loader '$interpreter', and $arch has $loader: it is linked against another C library."
  for library in $(needed_libraries "$file"); do
    case "$library" in
      libc.so* | libc.musl-* | libm.so* | libdl.so* | libpthread.so* | librt.so* | libgcc_s.so* | ld-linux*) ;;
      *) fail "$file needs $library, which a router does not have (libstdc++, for one, is not in its firmware)." ;;
    esac
  done
}

needed_libraries() { readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; }

# The newest glibc whose symbols it uses: 2.34.
newest_glibc() { readelf -V "$1" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1 | cut -d_ -f2; }
