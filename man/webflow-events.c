/* SPDX-License-Identifier: BSD-2-Clause */
/* Prints webflow-events(5) from the field tables, so that the page cannot disagree with the
 * program.  Runs once while building and is not installed. */
#include <stdio.h>

#include "event/event.h"

static const char head[] =
    ".\\\" SPDX-License-Identifier: BSD-2-Clause\n"
    ".\\\" Made by man/webflow-events.c: change that, or the tables in src/event.\n"
    ".Dd November 25, 2026\n"
    ".Dt WEBFLOW-EVENTS 5\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm webflow-events\n"
    ".Nd what webflow prints as events\n"
    ".Sh DESCRIPTION\n"
    "With\n"
    ".Fl T Cm events ,\n"
    ".Xr webflow 1\n"
    "prints one JSON object per line (NDJSON) for each protocol message that it\n"
    "recognised, in the order in which the messages were completed.\n"
    "Keys never change their meaning; new keys and new kinds of events may come.\n"
    ".Pp\n"
    "A key whose value the packet does not carry is absent, never null and never empty.\n"
    "A flag that is false may be absent.\n"
    "Numbers are JSON numbers; times and durations are seconds with nine decimals.\n"
    "MAC addresses are lower-case with colons.\n"
    "Hexadecimal strings are lower-case without separators.\n"
    "Host names have no final dot, and the root is\n"
    ".Dq \\&. ;\n"
    "bytes of a DNS name outside printable ASCII, and dots inside a label, are written\n"
    ".Ql \\eDDD\n"
    "as in RFC 4343.\n"
    "Text that came off the wire is escaped: bytes that are no UTF-8 become U+FFFD, and\n"
    "control characters\n"
    ".Ql \\eu00XX .\n"
    "The values of Cookie, Set-Cookie, Authorization and Proxy-Authorization are\n"
    ".Ql ***\n"
    "without\n"
    ".Fl -show-secrets .\n";

static const char tail[] =
    ".Sh EXAMPLES\n"
    "All host names that were looked up, with what the answers said:\n"
    ".Bd -literal -offset indent\n"
    "webflow -r first-visit.pcapng -T events |\n"
    "    jq -r 'select(.event == \"dns\" and .response) |\n"
    "        [.name, .qtype, .rcode_name] | @tsv'\n"
    ".Ed\n"
    ".Pp\n"
    "Connections that were refused, live:\n"
    ".Dl webflow -i eth0 -l -T events | grep tcp.refused\n"
    ".Sh SEE ALSO\n"
    ".Xr webflow 1\n"
    ".Pp\n"
    "The keys follow Wireshark's fields where it has one; frames are counted as it\n"
    "counts them.\n";

/* The keys of every event, which event_to_json writes before those of its kind. */
static const struct {
	const char *name, *type, *meaning;
} common[] = {
	{ "event", "string", "the kind, as below" },
	{ "frame", "number",
	    "the frame that brought the message's last byte (HTTP: the last of its "
	    "headers), counted from 1 in its capture" },
	{ "time", "seconds", "capture time of that frame, since the epoch" },
	{ "src", "address",
	    "sender by the IP header, the innermost where there is a tunnel" },
	{ "dst", "address", "receiver by the same header" },
	{ "sport", "number", "port of the sender, where the transport has ports" },
	{ "dport", "number", "port of the receiver" },
	{ "input", "number", "the file, counted from 0, where several are read" },
	{ "flow", "string",
	    "the connection: tcp:12 or udp:3, counted from 0 in order of first packet" },
	{ "client", "number",
	    "the client that it was given to (of tcp.state: the state of that side)" },
};

static const char *
type_words(enum field_type type)
{
	static const char *const words[] = {
		[FIELD_WORD] = "string",
		[FIELD_TEXT] = "string",
		[FIELD_HEX] = "hexadecimal string",
		[FIELD_NAMED] = "string or number",
		[FIELD_FLAG] = "true or absent",
		[FIELD_NUMBER] = "number",
		[FIELD_MAYBE] = "number",
		[FIELD_SECONDS] = "seconds",
		[FIELD_DATE] = "date as in RFC 3339",
		[FIELD_CODE16] = "string of the form 0x0303",
		[FIELD_CODE32] = "string of the form 0x00000001",
		[FIELD_XID6] = "string of 6 hexadecimal digits",
		[FIELD_XID8] = "string of 8 hexadecimal digits",
		[FIELD_U16] = "number",
		[FIELD_MAC] = "MAC address",
		[FIELD_ADDRESS] = "address",
		[FIELD_FLOW] = "string of the form tcp:12",
		[FIELD_PAIR] = "[name, value]",
		[FIELD_OBJECT] = "object",
		[FIELD_LIST] = "list",
	};

	return words[type];
}

/* Words of ours as a line of mdoc. */
static void
print_text(const char *text)
{
	if (text[0] == '.' || text[0] == '\'')
		fputs("\\&", stdout);
	for (; *text != '\0'; text++)
		fputs(*text == '\\' ? "\\e" : (const char[]){ *text, '\0' }, stdout);
}

static void
print_item(const char *name, const char *type, const char *of, const char *meaning)
{
	printf(".It Va %s\n", name);
	print_text(meaning);
	printf("\n.Pq %s%s%s\n", type, of == NULL ? "" : " of ", of == NULL ? "" : of);
}

static void
print_fields(const struct field_table *table)
{
	puts(".Bl -tag -width Ds -compact");
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];
		bool is_list = field->type == FIELD_LIST;

		print_item(field->name, type_words(field->type),
		    is_list ? type_words(field->item) : NULL, field->meaning);
		if (field->item_fields != NULL)
			print_fields(field->item_fields);
	}
	puts(".El");
}

static void
print_event(const struct event_info *info)
{
	printf(".Ss %s\n", info->name);
	print_text(info->meaning);
	puts("");
	print_fields(info->table);
}

int
main(void)
{
	fputs(head, stdout);
	puts(".Pp\nEvery event has:\n.Bl -tag -width Ds -compact");
	for (size_t i = 0; i < COUNT_OF(common); i++)
		print_item(common[i].name, common[i].type, NULL, common[i].meaning);
	puts(".El\n.Sh EVENTS\nWhat each kind has beside these:");
	for (int kind = 0; kind < EVENT_PRINTED_COUNT; kind++)
		print_event(event_info((enum event_kind)kind));
	fputs(tail, stdout);
	return fflush(stdout) == 0 ? 0 : 1;
}
