# Sourced by build.sh, which sets $out: Native AOT publishing to artifacts/RID/stekker-edge.
# shellcheck shell=bash disable=SC2154

readonly edge_project=src/Stekker.Edge/Stekker.Edge.csproj

publish() {
  local rid=$1
  local dir="$out/$rid"
  local stamp="$dir/.built-from"
  local sources
  sources="$(hash_of src Directory.Build.props Directory.Packages.props global.json packaging/publish.sh) $(dotnet --version)"
  if [[ -x $dir/stekker-edge && -f $stamp && $(<"$stamp") == "$sources" ]]; then
    note "$dir/stekker-edge is up to date ($(size_of "$dir/stekker-edge"))"
    return
  fi

  need_machine linker
  choose_framework "$rid" || return
  local work="$out/publish/$rid"
  rm -rf "$work"
  mkdir -p "$work" "$dir/symbols"
  note "Publishing for $rid on $framework, $framework_why"
  if ! dotnet publish "$edge_project" --no-restore -c Release -r "$rid" -v quiet -o "$work" \
    "${aot[@]}" -p:EdgeFramework="$framework" >"$work.log" 2>&1 </dev/null; then
    grep -E 'error|warning' "$work.log" | sort -u | head -n 20 >&2 || true
    echo "build.sh: publishing for $rid failed; all of its output is in $work.log." >&2
    return 1
  fi
  rm -f "$stamp"
  mv -f "$work/stekker-edge.dbg" "$dir/symbols/" && mv -f "$work/stekker-edge" "$dir/stekker-edge" || return
  echo "$sources" >"$stamp"
  note "$dir/stekker-edge: $(size_of "$dir/stekker-edge"), symbols in $dir/symbols"
}

size_of() { awk -v b="$(stat -c %s "$1")" 'BEGIN { printf "%.1f MB", b / 1e6 }'; }

# Sets framework, framework_why and aot. The project's own framework where the package source has its Native AOT
# packs, else the one before. The outcome is kept: a restore that fails costs seconds, and it fails the same way each time.
choose_framework() {
  local rid=$1 key kept
  aot=(-p:PublishAot=true)
  command -v clang >/dev/null || aot+=(-p:CppCompilerAndLinker=gcc)
  key="$(dotnet --version) $(hash_of Directory.Build.props Directory.Packages.props "$edge_project")"
  kept="$out/publish/$rid.framework"
  mkdir -p "$out/publish"

  local candidates=(net10.0 net9.0)
  framework_why="the project's own"
  if [[ -f $kept && $(head -n 1 "$kept") == "$key" ]]; then
    candidates=("$(sed -n 2p "$kept")")
    framework_why=$(sed -n 3p "$kept")
  fi
  local lacking=""
  for framework in "${candidates[@]}"; do
    [[ -z $lacking ]] || framework_why="because the package source has no $lacking for net10.0"
    if ! retry restore_or_lack "$rid"; then
      grep -E 'error' "$out/publish/restore.log" | sort -u | head -n 5 >&2 || true
      echo "build.sh: the packages for $rid could not be restored; see above." >&2
      return 1
    fi
    lacking=$(lacking_package)
    if [[ -z $lacking ]]; then
      printf '%s\n%s\n%s\n' "$key" "$framework" "$framework_why" >"$kept"
      return
    fi
  done
  rm -f "$kept"
  echo "build.sh: cannot publish for $rid: the package source has no $lacking." >&2
  return 1
}

# Fails only where asking again may help: a package that the source does not have stays away.
restore_or_lack() {
  dotnet restore "$edge_project" -r "$1" "${aot[@]}" -p:EdgeFramework="$framework" >"$out/publish/restore.log" 2>&1 </dev/null ||
    [[ -n $(lacking_package) ]]
}

lacking_package() {
  sed -nE 's/.*NU110[123]: Unable to find (a stable )?package ([A-Za-z0-9._-]*[A-Za-z0-9]).*/\2/p' "$out/publish/restore.log" | sort -u | head -n 1
}
