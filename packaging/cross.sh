# Sourced by publish.sh, which sets $out: linking for a machine other than this one.
# shellcheck shell=bash disable=SC2034,SC2154

# cross_options [--sdk DIR] [--sysroot DIR] [--linker GCC]: sets cross_sdk, cross_sysroot and cross_linker, from the environment where not said.
cross_options() {
  cross_sdk=${OPENWRT_SDK:-} cross_sysroot=${EDGE_SYSROOT:-} cross_linker=${EDGE_LINKER:-}
  while [[ $# -gt 0 ]]; do
    case "$1" in
      --sdk) cross_sdk=${2:-} ;;
      --sysroot) cross_sysroot=${2:-} ;;
      --linker) cross_linker=${2:-} ;;
      *) fail "unknown option '$1'; known are --sdk DIR, --sysroot DIR and --linker GCC." ;;
    esac
    [[ $# -gt 1 ]] || fail "$1 needs a value."
    shift 2
  done
}

# Sets linking, the publish options that link for RID, and objcopy, which parts what was linked from its symbols.
choose_linker() {
  local rid=$1 gcc=${cross_linker:-} tool
  linking=() objcopy=objcopy
  if [[ -n ${cross_sdk:-} ]]; then
    gcc=$(sdk_compiler "$cross_sdk") || return
  elif [[ -n ${cross_sysroot:-} ]]; then
    [[ -d $cross_sysroot ]] || fail "there is no directory $cross_sysroot (--sysroot)."
    for tool in clang ld.lld llvm-objcopy; do
      command -v "$tool" >/dev/null || fail "--sysroot needs $tool, which works for any machine (Debian's packages clang, lld and llvm)."
    done
    linking=(-p:CppCompilerAndLinker=clang -p:LinkerFlavor=lld -p:SysRoot="$cross_sysroot")
    objcopy=llvm-objcopy
    return
  elif [[ -z $gcc && $rid != "$here_rid" ]]; then
    case "$rid" in
      linux-arm64)
        need_machine cross-arm64
        gcc=aarch64-linux-gnu-gcc
        ;;
      linux-arm)
        need_machine cross-arm
        gcc=arm-linux-gnueabihf-gcc
        ;;
      *) fail "linking for $rid needs its C library and compiler: --sdk DIR (or \$OPENWRT_SDK) names OpenWrt's SDK for the router, unpacked." ;;
    esac
  fi
  if [[ -n $gcc ]]; then
    link_with_gcc "$gcc" "$rid"
  elif ! command -v clang >/dev/null; then
    linking=(-p:CppCompilerAndLinker=gcc)
  fi
}

# The SDK has one compiler, for its router: staging_dir/toolchain-*/bin/arm-openwrt-linux-muslgnueabi-gcc. The tool chain's directory does as well.
sdk_compiler() {
  local found
  found=$(find -L "$1" -maxdepth 4 -path '*/bin/*-openwrt-linux*-gcc' 2>/dev/null | sort | head -n 1)
  [[ -n $found ]] ||
    fail "$1 (--sdk) has no staging_dir/toolchain-*/bin/*-openwrt-linux-*-gcc: it is not OpenWrt's SDK, unpacked."
  readlink -f "$(dirname "$found")" | sed "s|\$|/$(basename "$found")|"
}

# .NET passes clang's --target, which gcc does not know and, being made for one machine, does not need: a small script drops it.
link_with_gcc() {
  local gcc=$1 wrapper="$PWD/$out/publish/$2.linker" prefix=${1%gcc}
  command -v "$gcc" >/dev/null || fail "there is no compiler $gcc."
  mkdir -p "$(dirname "$wrapper")"
  cat >"$wrapper" <<TEXT
#!/bin/sh
for word do
	shift
	case "\$word" in --target=*) ;; *) set -- "\$@" "\$word" ;; esac
done
exec "$gcc" "\$@"
TEXT
  chmod +x "$wrapper"
  linking=(-p:CppCompilerAndLinker="$wrapper")
  objcopy=$(command -v "${prefix}objcopy" || echo objcopy)
}
