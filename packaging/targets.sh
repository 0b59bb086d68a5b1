# Sourced by build.sh and pack.sh: the machines there are packages for.
# shellcheck shell=bash

# use_target ARCH: sets rid (.NET's name), libc (musl or glibc), loader, elf (readelf's machine), unames (a shell pattern of
# 'uname -m') and machine (for people). ARCH is the name opkg or dpkg compares, letter by letter, with the router's own.
use_target() {
  # shellcheck disable=SC2034
  case "$1" in
    arm_*-d16)
      # The runtime is compiled for VFPv3 with 32 registers (dotnet/runtime, eng/native/configurecompiler.cmake: -mfpu=vfpv3).
      fail "$1: a CPU with 16 floating point registers cannot run .NET, which is compiled for VFPv3 with 32 of them."
      ;;
    arm_cortex-a*neon* | arm_cortex-a*vfpv3 | arm_cortex-a*vfpv4)
      rid=linux-musl-arm libc=musl loader=/lib/ld-musl-armhf.so.1 elf=ARM unames='armv7*|armv8l|aarch64'
      machine="ARMv7 with hard float"
      ;;
    arm_* | mips* | powerpc* | i386*)
      fail "$1: .NET has no Native AOT for this CPU. It needs ARMv7 with hard float (names with neon, vfpv3 or vfpv4), aarch64 or x86_64."
      ;;
    aarch64_*)
      rid=linux-musl-arm64 libc=musl loader=/lib/ld-musl-aarch64.so.1 elf=AArch64 unames=aarch64 machine="64-bit ARM"
      ;;
    x86_64)
      rid=linux-musl-x64 libc=musl loader=/lib/ld-musl-x86_64.so.1 elf='Advanced Micro Devices X86-64' unames=x86_64 machine="64-bit x86"
      ;;
    # Not a router's name: the development package, which only an opkg that was told so takes.
    linux-x64)
      rid=linux-x64 libc=glibc loader=/lib64/ld-linux-x86-64.so.2 elf='Advanced Micro Devices X86-64' unames=x86_64
      machine="64-bit x86 with glibc"
      ;;
    amd64)
      rid=linux-x64 libc=glibc loader=/lib64/ld-linux-x86-64.so.2 elf='Advanced Micro Devices X86-64' unames=x86_64 machine="64-bit x86"
      ;;
    arm64)
      rid=linux-arm64 libc=glibc loader=/lib/ld-linux-aarch64.so.1 elf=AArch64 unames=aarch64 machine="64-bit ARM"
      ;;
    armhf)
      rid=linux-arm libc=glibc loader=/lib/ld-linux-armhf.so.3 elf=ARM unames='armv7*|armv8l|aarch64' machine="ARMv7 with hard float"
      ;;
    *)
      fail "'$1' is no architecture that packages are made for: ask the router with 'opkg print-architecture', or dpkg with 'dpkg --print-architecture'."
      ;;
  esac
}
