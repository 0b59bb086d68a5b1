# Stands in for OpenWrt's base-files in the package's tests: the few functions that packages use, doing what OpenWrt's do.

info=${PKG_ROOT%/}/usr/lib/opkg/info

default_postinst() {
	local root=$IPKG_INSTROOT name file
	name=$(basename "${1%.*}")
	for file in $(grep -s '/etc/uci-defaults/' "$root$info/$name.list"); do
		[ -n "$root" ] || { (. "$file") && rm -f "$file"; }
	done
	[ ! -f "$root$info/$name.postinst-pkg" ] || (. "$root$info/$name.postinst-pkg")
	for file in $(grep -s '/etc/init.d/' "$root$info/$name.list"); do
		if [ -n "$root" ]; then
			/bin/sh "$root/etc/rc.common" "$root$file" enable
		else
			[ "$PKG_UPGRADE" = 1 ] || "$file" enable
			"$file" start
		fi
	done
}

default_prerm() {
	local root=$IPKG_INSTROOT name file
	name=$(basename "${1%.*}")
	[ ! -f "$root$info/$name.prerm-pkg" ] || (. "$root$info/$name.prerm-pkg")
	for file in $(grep -s '/etc/init.d/' "$root$info/$name.list"); do
		if [ -n "$root" ]; then
			/bin/sh "$root/etc/rc.common" "$root$file" disable
		else
			[ "$PKG_UPGRADE" = 1 ] || "$file" disable
			"$file" stop
		fi
	done
}

group_exists() { grep -qs "^$1:" "$IPKG_INSTROOT/etc/group"; }

group_add_next() {
	local gid=65536
	while grep -qs "^[^:]*:[^:]*:$gid:" "$IPKG_INSTROOT/etc/group"; do gid=$((gid + 1)); done
	echo "$1:x:$gid:" >>"$IPKG_INSTROOT/etc/group"
	echo "$gid"
}

user_exists() { grep -qs "^$1:" "$IPKG_INSTROOT/etc/passwd"; }

user_add() {
	local uid=${2:-65536}
	while grep -qs "^[^:]*:[^:]*:$uid:" "$IPKG_INSTROOT/etc/passwd"; do uid=$((uid + 1)); done
	echo "$1:x:$uid:$3:$4:$5:$6" >>"$IPKG_INSTROOT/etc/passwd"
}

config_load() { config_file=/etc/config/$1; }

# config_get VARIABLE SECTION OPTION [DEFAULT], of a file with one section.
config_get() {
	local value
	# shellcheck disable=SC2034
	value=$(sed -n "s/^[[:space:]]*option $3 '\(.*\)'\$/\1/p" "$config_file")
	eval "$1=\${value:-\$4}"
}

config_get_bool() { config_get "$@"; }
