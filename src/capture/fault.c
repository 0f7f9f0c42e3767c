/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdarg.h>

#include "capture/fault.h"

int
fault_set(struct capture_error *error, int err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	return err;
}

int
fault_name(struct capture_error *error, int err, const char *name,
    const struct capture_error *inner)
{
	snprintf(error->text, sizeof(error->text), "%.*s: %.*s", FAULT_NAME_MAX, name,
	    CAPTURE_ERROR_SIZE - FAULT_NAME_MAX - 3, inner->text);
	return err;
}
