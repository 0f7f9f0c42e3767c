/* SPDX-License-Identifier: BSD-2-Clause */
#include <getopt.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/die.h"
#include "export/export.h"
#include "options.h"
#include "version.h"

/* Options without a letter. */
enum {
	OPTION_SHOW_SECRETS = 256,
	OPTION_NO_SANDBOX,
	OPTION_CLIENT,
	OPTION_PAGE,
	OPTION_COLOUR
};

/* One row an option; the help and getopt's tables come from here. */
static const struct {
	int letter;
	const char *name;
	const char *argument; /* NULL: none */
	const char *help;
} rows[] = {
	{ 'r', "read", "FILE",
	    "read a capture (repeat it: merged by time; - is standard input)" },
	{ 'i', "interface", "NAME", "capture live (any: on all interfaces)" },
	{ 'D', "list-interfaces", NULL, "list the interfaces and stop" },
	{ 'w', "write", "FILE", "write the frames to FILE too, as pcapng" },
	{ 'c', "count", "N", "stop after N frames" },
	{ 'a', "duration", "S", "stop after S seconds" },
	{ 's', "snaplen", "N", "capture at most N bytes of a frame" },
	{ 'B', "buffer", "KIB", "size of the kernel's capture buffer" },
	{ 'p', "no-promiscuous", NULL, "do not put the interface into promiscuous mode" },
	{ 'Z', "user", "USER", "drop privileges to USER" },
	{ 'T', "format", "FORMAT", "what to print (below)" },
	{ 'o', "output", "FILE", "write there instead of to standard output" },
	{ 'l', "line-buffered", NULL, "write each line as it happens" },
	{ 'k', "keylog", "FILE", "TLS secrets (SSLKEYLOGFILE)" },
	{ OPTION_CLIENT, "client", "WHO",
	    "only this client: MAC, IP address or host name (repeat it)" },
	{ OPTION_PAGE, "page", "N", "only page N, as text numbers them" },
	{ OPTION_COLOUR, "color", "WHEN",
	    "colours in flow, waterfall and on a terminal: auto, always, never" },
	{ OPTION_SHOW_SECRETS, "show-secrets", NULL,
	    "do not mask cookies and credentials" },
	{ OPTION_NO_SANDBOX, "no-sandbox", NULL, "do not fence reading, for debugging" },
	{ 'q', "quiet", NULL, "no progress and no warnings" },
	{ 'v', "verbose", NULL, "more of both" },
	{ 'h', "help", NULL, "print this and stop" },
	{ 'V', "version", NULL,
	    "print the versions of webflow and its libraries and stop" },
};

enum { ROW_COUNT = COUNT_OF(rows) };

static void
options_help(void)
{
	puts("usage: webflow [options] FILE ... [FILTER]       read saved captures\n"
	     "       webflow [options] -r FILE ... [FILTER]    the same\n"
	     "       webflow [options] -i INTERFACE [FILTER]   capture live\n\n"
	     "Tells the story of page loads: DHCP, ARP, DNS, TCP, TLS, HTTP.\n"
	     "FILTER is a pcap filter expression, as tcpdump takes it.\n");
	for (size_t i = 0; i < ROW_COUNT; i++) {
		char left[64];
		bool has_letter = rows[i].letter < 256;

		snprintf(left, sizeof(left), "%s%c%s --%s%s%s", has_letter ? "-" : " ",
		    has_letter ? rows[i].letter : ' ', has_letter ? "," : " ", rows[i].name,
		    rows[i].argument == NULL ? "" : " ",
		    rows[i].argument == NULL ? "" : rows[i].argument);
		printf("  %-26s %s\n", left, rows[i].help);
	}
	puts("\nFormats:");
	for (size_t i = 0; i < format_count; i++)
		printf("  %-10s %s\n", formats[i].name, formats[i].meaning);
	puts("\nExit status: 0 done, 1 could not do it, 2 wrong command line, 3 damaged "
	     "capture.\n"
	     "See webflow(1).");
	exit(EXIT_DONE);
}

static _Noreturn void
options_wrong(const char *what, const char *which)
{
	die(EXIT_USAGE, "%s%s%s (see webflow --help)", which, which[0] == '\0' ? "" : ": ",
	    what);
}

static uint64_t
options_number(const char *option, const char *text, uint64_t least, uint64_t most)
{
	char *end;
	unsigned long long number = strtoull(text, &end, 10);
	char what[96];

	if (text[0] < '0' || text[0] > '9' || *end != '\0' || number < least ||
	    number > most) {
		snprintf(what, sizeof(what), "not a number from %llu to %llu",
		    (unsigned long long)least, (unsigned long long)most);
		die(EXIT_USAGE, "%s %s: %s (see webflow --help)", option, text, what);
	}
	return number;
}

static void
options_add_text(const char ***texts, size_t *count, const char *text)
{
	*texts = alloc_resized(*texts, *count + 1, sizeof(**texts));
	(*texts)[(*count)++] = text;
}

static void
options_set_format(struct options *options, const char *name)
{
	if (options->format != NULL && strcmp(options->format, name) != 0)
		die(EXIT_USAGE,
		    "-T %s and -T %s: one format at a time (see webflow --help)",
		    options->format, name);
	if (format_find(name) == NULL)
		options_wrong("no such format", name);
	options->format = name;
}

static void
options_set_colours(struct options *options, const char *when)
{
	static const char *const words[] = {
		[COLOUR_AUTO] = "auto",
		[COLOUR_ALWAYS] = "always",
		[COLOUR_NEVER] = "never",
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(when, words[i]) == 0) {
			options->colours = (enum colour_when)i;
			return;
		}
	die(EXIT_USAGE, "--color %s: auto, always or never (see webflow --help)", when);
}

static void
options_take(struct options *options, int letter, const char *argument)
{
	switch (letter) {
	case 'r': options_add_text(&options->files, &options->file_count, argument); break;
	case 'i':
		if (options->interface != NULL)
			options_wrong("one interface at a time", argument);
		options->interface = argument;
		break;
	case 'D': options->list_interfaces = true; break;
	case 'w': options->write_path = argument; break;
	case 'c':
		options->frame_limit = options_number("-c", argument, 1, UINT32_MAX);
		break;
	case 'a':
		options->duration_ns =
		    options_number("-a", argument, 1, 1000000000) * NS_PER_S;
		break;
	case 's':
		options->snap_len = (uint32_t)options_number("-s", argument, 0, 262144);
		break;
	case 'B':
		options->buffer_kib = (uint32_t)options_number("-B", argument, 1, 2097151);
		break;
	case 'p': options->not_promiscuous = true; break;
	case 'Z': options->user = argument; break;
	case 'T': options_set_format(options, argument); break;
	case 'o': options->output_path = argument; break;
	case 'l': options->flush_lines = true; break;
	case 'k':
		options_add_text(&options->key_logs, &options->key_log_count, argument);
		break;
	case OPTION_CLIENT:
		options_add_text(&options->clients, &options->client_count, argument);
		break;
	case OPTION_PAGE:
		options->page = (uint32_t)options_number("--page", argument, 1, UINT32_MAX);
		break;
	case OPTION_COLOUR: options_set_colours(options, argument); break;
	case OPTION_SHOW_SECRETS: options->show_secrets = true; break;
	case OPTION_NO_SANDBOX: options->no_sandbox = true; break;
	case 'q': options->quiet = true; break;
	case 'v': options->verbose = true; break;
	case 'h': options_help(); break;
	case 'V': version_print(); exit(EXIT_DONE);
	}
}

/* What getopt_long does not know or finds without its argument. */
static _Noreturn void
options_unknown(int answer, char **argv)
{
	const char *why = answer == ':' ? "needs an argument" : "no such option";

	if (optopt != 0 && optopt < OPTION_SHOW_SECRETS)
		die(EXIT_USAGE, "-%c: %s (see webflow --help)", optopt, why);
	options_wrong(why, argv[optind - 1]);
}

/* The words behind the options: files that exist, then the filter. */
static void
options_take_words(struct options *options, int count, char **words)
{
	struct buffer filter = { 0 };
	struct stat unused;
	int i = 0;

	if (options->interface == NULL)
		for (; i < count &&
		       (stat(words[i], &unused) == 0 || strcmp(words[i], "-") == 0);
		     i++)
			options_add_text(&options->files, &options->file_count, words[i]);
	if (options->interface == NULL && options->file_count == 0 && i < count)
		die(EXIT_CANNOT,
		    "%s: no such file, and a filter needs a capture: -r FILE or -i "
		    "INTERFACE",
		    words[i]);
	for (; i < count; i++) {
		if (filter.len > 0)
			buffer_add_char(&filter, ' ');
		buffer_add_string(&filter, words[i]);
	}
	if (filter.len > 0) {
		buffer_add_char(&filter, '\0');
		options->filter = (char *)filter.at;
	}
}

/* Events are told as they come: nobody knows yet which page they will be of. */
static void
options_check_selection(const struct options *options)
{
	const struct format *format =
	    options->format == NULL ? NULL : format_find(options->format);

	if (format != NULL && format->tells_no_pages &&
	    (options->client_count > 0 || options->page != 0))
		die(EXIT_USAGE,
		    "--client and --page choose pages, which -T %s does not tell "
		    "(see webflow --help)",
		    format->name);
}

void
options_parse(struct options *options, int argc, char **argv)
{
	struct option longs[ROW_COUNT + 1] = { { 0 } };
	char letters[ROW_COUNT * 2 + 2] =
	    ":"; /* ":" is answered where an argument is missing */
	size_t letters_len = 1;
	int letter;

	*options = (struct options){ 0 };
	for (size_t i = 0; i < ROW_COUNT; i++) {
		bool takes = rows[i].argument != NULL;

		longs[i] = (struct option){ rows[i].name, takes, NULL, rows[i].letter };
		if (rows[i].letter >= 256)
			continue;
		letters[letters_len++] = (char)rows[i].letter;
		if (takes)
			letters[letters_len++] = ':';
	}
	opterr = 0;
	while ((letter = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		if (letter == '?' || letter == ':')
			options_unknown(letter, argv);
		options_take(options, letter, optarg);
	}
	options_check_selection(options);
	options_take_words(options, argc - optind, argv + optind);
	if (options->list_interfaces)
		return;
	if (options->interface != NULL && options->file_count > 0)
		options_wrong("either -r FILE or -i INTERFACE", "");
	if (options->interface == NULL && options->file_count == 0)
		options_wrong(
		    "no capture named: webflow FILE, or webflow -i INTERFACE", "");
}

void
options_clear(struct options *options)
{
	free(options->files);
	free(options->key_logs);
	free(options->clients);
	free(options->filter);
	*options = (struct options){ 0 };
}
