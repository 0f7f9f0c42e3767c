# SPDX-License-Identifier: BSD-2-Clause

# WEBFLOW_ADD_FLAGS(VARIABLE, FLAGS): those of FLAGS that the compiler takes.
AC_DEFUN([WEBFLOW_ADD_FLAGS], [
	$1=
	for flag in $2; do
		save_CFLAGS=$CFLAGS
		CFLAGS="$CFLAGS -Werror $flag"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])], [$1="$$1 $flag"])
		CFLAGS=$save_CFLAGS
	done
])

# WEBFLOW_REQUIRE(NAME, MODULE, PACKAGE): without it there is no webflow.
AC_DEFUN([WEBFLOW_REQUIRE], [
	PKG_CHECK_MODULES([$1], [$2], [],
		[AC_MSG_ERROR([$2 is missing: apt-get install $3])])
])

# WEBFLOW_AUTO(NAME, MODULE, PACKAGE, USE): used where it is there.
AC_DEFUN([WEBFLOW_AUTO], [
	PKG_CHECK_MODULES([$1], [$2],
		[have_$1=yes
		AC_DEFINE([HAVE_$1], [1], [Define to 1 where $2 is used for $4.])],
		[have_$1=no
		AC_MSG_WARN([$4: left out, for $2 is missing (apt-get install $3)])])
])

# WEBFLOW_WITH(OPTION, NAME, MODULE, PACKAGE, USE): used unless --without-OPTION.
AC_DEFUN([WEBFLOW_WITH], [
	have_$2=no
	AS_IF([test "x$with_$1" != xno], [
		PKG_CHECK_MODULES([$2], [$3],
			[have_$2=yes
			AC_DEFINE([HAVE_$2], [1], [Define to 1 where $3 is used for $5.])],
			[AC_MSG_ERROR([$3 is missing: apt-get install $4, or --without-$1])])
	])
])

# WEBFLOW_NDPI_VARIANTS: which of its interfaces this nDPI has (LIBRARIES: compile
# tests tell the versions apart better than version macros).
AC_DEFUN([WEBFLOW_NDPI_VARIANTS], [
	AS_IF([test "$have_NDPI" = yes], [
		save_CFLAGS=$CFLAGS
		# Its headers are not written for our warnings: system headers get none.
		NDPI_CFLAGS=`AS_ECHO(["$NDPI_CFLAGS"]) | sed 's/-I */-isystem /g'`
		CFLAGS="$CFLAGS $NDPI_CFLAGS -Werror=implicit-function-declaration"
		WEBFLOW_NDPI_TRY([NDPI_INIT_PREFS],
			[ndpi_init_detection_module takes preferences],
			[ndpi_init_detection_module(ndpi_no_prefs)])
		WEBFLOW_NDPI_TRY([NDPI_PROCESS_6],
			[ndpi_detection_process_packet takes 6 arguments],
			[ndpi_detection_process_packet(0, 0, 0, 0, 0, 0)])
		WEBFLOW_NDPI_TRY([NDPI_GIVEUP_4], [ndpi_detection_giveup takes 4 arguments],
			[ndpi_detection_giveup(0, 0, 0, 0)])
		WEBFLOW_NDPI_TRY([NDPI_GIVEUP_3], [ndpi_detection_giveup takes 3 arguments],
			[ndpi_detection_giveup(0, 0, 0)])
		WEBFLOW_NDPI_TRY([NDPI_BITMASK], [ndpi_set_protocol_detection_bitmask2 exists],
			[NDPI_PROTOCOL_BITMASK all; NDPI_BITMASK_SET_ALL(all);
			ndpi_set_protocol_detection_bitmask2(0, &all)])
		WEBFLOW_NDPI_TRY([NDPI_EXTRA_DISSECTION],
			[ndpi_extra_dissection_possible exists],
			[ndpi_extra_dissection_possible(0, 0)])
		AC_CHECK_MEMBER([struct ndpi_proto.proto],
			[AC_DEFINE([NDPI_PROTO_NESTED], [1],
				[Define to 1 where the ids are in ndpi_protocol.proto.])], [],
			[[#include <ndpi_api.h>]])
		CFLAGS=$save_CFLAGS
	])
])

# WEBFLOW_NDPI_TRY(DEFINE, MEANING, CALL)
AC_DEFUN([WEBFLOW_NDPI_TRY], [
	AC_MSG_CHECKING([whether $2])
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <stdint.h>
		#include <ndpi_api.h>]], [[$3;]])],
		[AC_MSG_RESULT([yes])
		AC_DEFINE([$1], [1], [Define to 1 where $2.])],
		[AC_MSG_RESULT([no])])
])
