/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line, as webflow(1) documents it. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/bytes.h"
#include "view/theme.h"

struct options {
	const char **files; /* saved captures, in the order given */
	size_t file_count;
	const char *interface; /* NULL: read files */
	bool list_interfaces;
	char *filter; /* NULL: every frame */
	const char *write_path;
	uint64_t frame_limit; /* 0: none */
	uint64_t duration_ns; /* 0: no limit */
	uint32_t snap_len;    /* 0: the default */
	uint32_t buffer_kib;  /* 0: the default */
	bool not_promiscuous;
	const char *user;   /* NULL: the default */
	const char *format; /* NULL: the default */
	const char *output_path;
	bool flush_lines;
	const char **key_logs;
	size_t key_log_count;
	const char **clients; /* none: all */
	size_t client_count;
	uint32_t page; /* 0: all */
	bool show_secrets;
	enum colour_when colours;
	bool no_sandbox;
	bool quiet;
	bool verbose;
};

/* Fills `options`, which point into argv.  Ends the program where the command line is wrong
 * (status 2), names no capture (1), or asks for --help or --version only (0). */
void options_parse(struct options *options, int argc, char **argv);
void options_clear(struct options *options);

#endif
