# Sourced by build.sh, which sets $out: Native AOT publishing to artifacts/RID/stekker-edge.
# shellcheck shell=bash disable=SC2154

# shellcheck source=packaging/cross.sh
source packaging/cross.sh

readonly edge_project=src/Stekker.Edge/Stekker.Edge.csproj

# publish RID, with cross_sdk, cross_sysroot and cross_linker from cross_options.
publish() {
  local rid=$1
  local dir="$out/$rid"
  local stamp="$dir/.built-from"
  local hash sources
  hash=$(hash_of src Directory.Build.props Directory.Packages.props global.json packaging/publish.sh packaging/cross.sh)
  sources="$hash $(dotnet --version) ${cross_linker-} ${cross_sdk-} ${cross_sysroot-}"
  if [[ -x $dir/stekker-edge && -f $stamp && $(<"$stamp") == "$sources" ]]; then
    note "$dir/stekker-edge is up to date ($(size_of "$dir/stekker-edge"))"
    return
  fi

  need_machine linker
  choose_framework "$rid" || return
  choose_linker "$rid" || return
  local work="$out/publish/$rid"
  rm -rf "$work"
  mkdir -p "$work" "$dir/symbols"
  note "Publishing for $rid on $framework, $framework_why"
  # Nothing of this machine, and nothing of the commit that is no source, goes into the binary: the same source gives the same bytes. So its
  # build id is the source's hash; the linker's own is one of the debugging information too, which is another in each build.
  if ! dotnet publish "$edge_project" --no-restore -c Release -r "$rid" -v quiet -o "$work" \
    "${aot[@]}" "${linking[@]}" -p:EdgeFramework="$framework" -p:ContinuousIntegrationBuild=true -p:IncludeSourceRevisionInInformationalVersion=false -p:PathMap="$PWD=/stekker-edge" \
    -p:StripSymbols=false -p:EdgeBuildId="${hash:0:40}" \
    >"$work.log" 2>&1 </dev/null; then
    grep -E 'error|warning' "$work.log" | sort -u | head -n 20 >&2 || true
    echo "build.sh: publishing for $rid failed; all of its output is in $work.log." >&2
    return 1
  fi
  rm -f "$stamp"
  part_symbols "$work/stekker-edge" "$dir/symbols/stekker-edge.dbg" && mv -f "$work/stekker-edge" "$dir/stekker-edge" || return
  echo "$sources" >"$stamp"
  note "$dir/stekker-edge: $(size_of "$dir/stekker-edge"), symbols in $dir/symbols"
}

# part_symbols BINARY SYMBOLS. The one does not name the other, as a debugger's link does with a checksum: it would differ from build to build.
part_symbols() { "$objcopy" --only-keep-debug "$1" "$2" && "$objcopy" --strip-unneeded "$1"; }

size_of() { awk -v b="$(stat -c %s "$1")" 'BEGIN { printf "%.1f MB", b / 1e6 }'; }

# Sets framework, framework_why and aot. The project's own framework where the package source has its Native AOT
# packs, else the one before. The outcome is kept: a restore that fails costs seconds, and it fails the same way each time.
choose_framework() {
  local rid=$1 key kept
  aot=(-p:PublishAot=true)
  key="$(dotnet --version) $(hash_of Directory.Build.props Directory.Packages.props "$edge_project")"
  kept="$out/publish/$rid.framework"
  mkdir -p "$out/publish"

  local candidates=(net10.0 net9.0)
  framework_why="the project's own"
  if [[ -f $kept && $(head -n 1 "$kept") == "$key" ]]; then
    candidates=("$(sed -n 2p "$kept")")
    framework_why=$(sed -n 3p "$kept")
  fi
  local lacking="" tried=""
  for framework in "${candidates[@]}"; do
    [[ -z $lacking ]] || framework_why="because the package source has no ${lacking%%$'\n'*} for net10.0"
    if ! retry restore_or_lack "$rid"; then
      grep -E 'error' "$out/publish/restore.log" | sort -u | head -n 5 >&2 || true
      echo "build.sh: the packages for $rid could not be restored; see above." >&2
      return 1
    fi
    lacking=$(lacking_packages)
    if [[ -z $lacking ]]; then
      printf '%s\n%s\n%s\n' "$key" "$framework" "$framework_why" >"$kept"
      return
    fi
    tried+="
  $framework lacks
    ${lacking//$'\n'/$'\n'    }"
  done
  rm -f "$kept"
  cat >&2 <<TEXT
build.sh: cannot publish for $rid: the package source does not have what .NET needs for it. Tried by
  dotnet restore $edge_project -r $rid -p:PublishAot=true -p:EdgeFramework=...$tried
A source that has the packages of one of them is enough ('dotnet nuget list source' shows the ones asked).
TEXT
  return 1
}

# Fails only where asking again may help: a package that the source does not have stays away.
restore_or_lack() {
  dotnet restore "$edge_project" -r "$1" "${aot[@]}" -p:EdgeFramework="$framework" >"$out/publish/restore.log" 2>&1 </dev/null ||
    [[ -n $(lacking_packages) ]]
}

# One a line, with the version where only that is missing.
lacking_packages() {
  sed -nE 's/.*NU110[123]: Unable to find (a stable )?package ([A-Za-z0-9._-]*[A-Za-z0-9])( with version \(([^)]*)\))?.*/\2 \4/p' "$out/publish/restore.log" |
    sed 's/ $//' | sort -u
}
