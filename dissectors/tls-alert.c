/* SPDX-License-Identifier: BSD-2-Clause */
/* Alert, RFC 8446 6: level1 description1.  Encryption makes it longer. */
#include "dissectors/tls-alert.h"
#include "event/tls.h"

static struct bytes
level_name(struct arena *arena, uint8_t level)
{
	static const char *const names[] = { NULL, "warning", "fatal" };

	if (level < COUNT_OF(names) && names[level] != NULL)
		return bytes_of_string(names[level]);
	return arena_format(arena, "%u", level);
}

static struct bytes
description_name(struct arena *arena, uint8_t description)
{
	static const char *const names[] = {
		[0] = "close_notify",
		[10] = "unexpected_message",
		[20] = "bad_record_mac",
		[21] = "decryption_failed",
		[22] = "record_overflow",
		[30] = "decompression_failure",
		[40] = "handshake_failure",
		[41] = "no_certificate",
		[42] = "bad_certificate",
		[43] = "unsupported_certificate",
		[44] = "certificate_revoked",
		[45] = "certificate_expired",
		[46] = "certificate_unknown",
		[47] = "illegal_parameter",
		[48] = "unknown_ca",
		[49] = "access_denied",
		[50] = "decode_error",
		[51] = "decrypt_error",
		[60] = "export_restriction",
		[70] = "protocol_version",
		[71] = "insufficient_security",
		[80] = "internal_error",
		[86] = "inappropriate_fallback",
		[90] = "user_canceled",
		[100] = "no_renegotiation",
		[109] = "missing_extension",
		[110] = "unsupported_extension",
		[111] = "certificate_unobtainable",
		[112] = "unrecognized_name",
		[113] = "bad_certificate_status_response",
		[114] = "bad_certificate_hash_value",
		[115] = "unknown_psk_identity",
		[116] = "certificate_required",
		[120] = "no_application_protocol",
		[121] = "ech_required",
	};

	if (description < COUNT_OF(names) && names[description] != NULL)
		return bytes_of_string(names[description]);
	return arena_format(arena, "%u", description);
}

void
tls_alert_dissect(struct sink *sink, const struct chunk *chunk, struct bytes alert)
{
	struct event_tls_alert event = { .head = event_head(EVENT_TLS_ALERT, chunk) };
	struct cursor in = cursor_of(alert);

	event.level = level_name(sink->scratch, cursor_u8(&in));
	event.description = description_name(sink->scratch, cursor_u8(&in));
	sink_event(sink, &event.head);
}
