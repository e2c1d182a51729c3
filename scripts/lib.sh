# What the scripts share; to be sourced. Sets TOP, the tree.
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
# Debian's own Python and Meson, whatever else a home directory brings.
export PATH="/usr/bin:/bin:/usr/sbin:/sbin:$PATH"

die() {
	echo "${0##*/}: $*" >&2
	exit 1
}

# set_up DIR [OPTION...]: a build directory, made once.
set_up() {
	local dir=$1
	shift
	[ -f "$dir/build.ninja" ] || CC=${CC:-gcc} meson setup "$dir" "$TOP" "$@"
}
