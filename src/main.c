/* SPDX-License-Identifier: BSD-2-Clause */
#include <locale.h>

#include "base/heap.h"
#include "capture/capture.h"
#include "capture/live.h"
#include "run.h"
#include "watch.h"

static enum exit_status
list_interfaces(void)
{
	struct capture_error error;

	if (live_list(stdout, &error) < 0)
		die(EXIT_CANNOT, "%s", error.text);
	return EXIT_DONE;
}

int
main(int argc, char **argv)
{
	struct options options;
	enum exit_status status;

	heap_prefer_large_pages();
	setlocale(LC_CTYPE, "");
	options_parse(&options, argc, argv);
	if (options.list_interfaces)
		status = list_interfaces();
	else
		status = watch_is_wanted(&options) ? watch(&options) : run(&options);
	options_clear(&options);
	return (int)status;
}
