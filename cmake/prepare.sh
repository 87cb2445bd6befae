# shellcheck shell=bash
# Sourced by ./fleetcast and ./test: installs what is missing and builds one preset, saying little and on stderr only.
# Expects $root (the repository) and $preset. Leaves with exit code 3 when the machine cannot be made ready.

build_folder=$root/build/$preset
build_log=$root/build/$preset.log
build_stamp=$build_folder/up_to_date
# Folders and files whose change makes a build stale. Notebooks, tests and documents do not.
build_inputs=(sim models pricing scenarios cmake CMakeLists.txt CMakePresets.json)

say() { printf '%s\n' "$*" >&2; }

fail_with_log() {
  say "$1 failed. The last lines of $build_log:"
  tail -n 40 "$build_log" >&2
  exit 3
}

# Prints the packages that are wanted and not installed, one a line: those of cmake/debian_packages.txt, those that the
# preset needs besides, and those given.
missing_packages() {
  local wanted
  local -a lists=("$root/cmake/debian_packages.txt")
  [[ ! -f $root/cmake/debian_packages_$preset.txt ]] || lists+=("$root/cmake/debian_packages_$preset.txt")
  wanted=$(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "${lists[@]}"; printf '%s\n' "$@")
  # shellcheck disable=SC2086 # one word per package
  comm -23 <(sort -u <<<"$wanted" | sed '/^$/d') \
    <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $wanted 2>/dev/null | sed -n 's/ installed$//p' | sort -u)
}

install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "This is not Debian: the packages of cmake/debian_packages*.txt have to be there already."
    return
  fi
  local -a missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if [[ $EUID -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
      say "These packages are missing, and without root or sudo they cannot be installed. As root, run:"
      say "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
      exit 3
    fi
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} packages (first start only)..."
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  mkdir -p "$root/build"
  "${as_root[@]}" apt-get update </dev/null >"$build_log" 2>&1 || fail_with_log "apt-get update"
  "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}" </dev/null >>"$build_log" 2>&1 ||
    fail_with_log "Installing ${missing[*]}"
}

# Succeeds when the program is there and nothing a build reads has changed since the last one. Status-change times
# (-cnewer) also notice files that were removed, renamed, or put back with an old date: a folder's own time changes with
# its entries.
is_up_to_date() {
  [[ -e $build_stamp && -x $build_folder/fleetcast ]] || return 1
  local -a inputs=("${build_inputs[@]/#/$root/}")
  [[ ! -f $root/.git/HEAD ]] || inputs+=("$root/.git/HEAD")
  [[ -z $(find "${inputs[@]}" -cnewer "$build_stamp" -print -quit 2>&1) ]]
}

# Copies a build's output to the log and, on a terminal, shows its "[3/85]" as one changing line.
show_progress() {
  local line
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$build_log"
    if [[ -t 2 && $line =~ ^\[([0-9]+/[0-9]+)\] ]]; then printf '\r  %s ' "${BASH_REMATCH[1]}" >&2; fi
  done
  if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
}

# Configures the preset where needed and builds the targets given (all of them without one).
build() {
  cd "$root"
  local target arguments=()
  for target in "$@"; do arguments+=(--target "$target"); done
  : >"$build_log"
  if [[ ! -f $build_folder/build.ninja || CMakePresets.json -nt $build_folder/build.ninja ]]; then
    say "Building (first start takes some minutes)..."
    cmake --preset "$preset" </dev/null >>"$build_log" 2>&1 ||
      { rm -f "$build_folder/build.ninja"; fail_with_log "Configuring"; }
  else
    say "Building what changed..."
  fi
  cmake --build "$build_folder" --parallel "$(nproc)" "${arguments[@]}" </dev/null 2>&1 | show_progress ||
    fail_with_log "Building"
}

# Brings the targets given up to date, one start at a time, and remembers under $build_stamp when that was.
prepare_fast_start() {
  mkdir -p "$build_folder"
  exec 9>"$root/build/$preset.lock"
  flock 9
  if ! is_up_to_date; then
    install_packages
    touch "$build_stamp.started"
    build "$@"
    mv "$build_stamp.started" "$build_stamp"
  fi
  exec 9>&-
}
