/* SPDX-License-Identifier: BSD-2-Clause */
#include "explain/explain.h"

#include <string.h>

#include "base/bytes.h"

static const struct explanation explanations[] = {
	{ "join", "Joining the network",
	    "A machine that comes to a network has no address there. It asks everybody at "
	    "once for one (DHCP DISCOVER); a server makes an offer, the machine accepts it "
	    "(REQUEST), and the server confirms (ACK). With the address come the mask, "
	    "which says who is near enough to be reached directly, the gateway, which "
	    "passes on what goes further, and the name servers. The address is lent for a "
	    "while: the lease has to be renewed. With IPv6 a router may announce the first "
	    "half of the address, and the machine makes up the other half." },
	{ "next_hop", "Finding the next hop",
	    "A packet goes to the other end of the world, but each frame goes only to the "
	    "next machine on the same link, and frames know nothing but hardware (MAC) "
	    "addresses. So the machine asks everybody on the link who has a certain IP "
	    "address (ARP; with IPv6: neighbour discovery), and only the owner answers. "
	    "For a server elsewhere that is the gateway's address. The answer is "
	    "remembered for some minutes, which is why often nobody is seen to ask." },
	{ "name", "Turning the name into an address",
	    "People type names, packets need addresses. The machine asks its name server "
	    "(DNS): A asks for IPv4 addresses, AAAA for IPv6 ones, HTTPS for hints on how "
	    "to connect. The name server asks others in turn, from the root down, or still "
	    "knows the answer. Each answer says how long it may be kept (TTL): as long as "
	    "that, nobody asks again. A name may be another name for one more (CNAME)." },
	{ "connect", "Opening the connection",
	    "The network may lose packets, change their order or send them twice. TCP "
	    "makes "
	    "a reliable stream of bytes out of them by numbering every byte. Both ends "
	    "first tell each other where their numbers begin: SYN, SYN-ACK, ACK. That "
	    "costs one round trip, before which nothing else can be said. QUIC does this "
	    "together with the keys. A browser opens several connections, some of them "
	    "only in case they will be needed." },
	{ "secure", "Making it private",
	    "Before anything is asked, both ends agree on keys that nobody between them "
	    "can "
	    "learn (TLS). The client says what it can do and which name it wants "
	    "(ClientHello, SNI); the server chooses, and shows a certificate, in which "
	    "somebody trusted vouches that this name belongs to it. From then on "
	    "everything is "
	    "encrypted. TLS 1.2 takes two round trips for this, TLS 1.3 one, and coming "
	    "back may take none." },
	{ "request", "Asking",
	    "The browser asks for one thing: a method (GET fetches, POST sends), a path, "
	    "and headers that say who is asking, what can be understood, and from which "
	    "page the request came. HTTP/1.1 asks one thing at a time on a connection; "
	    "HTTP/2 and HTTP/3 ask many at once. Inside TLS only the sizes and times "
	    "can be seen, unless the keys are known." },
	{ "response", "Answering",
	    "The server answers with a number first: 200 here it is, 301 or 302 look "
	    "elsewhere, 304 you have it already, 404 there is no such thing, 500 "
	    "something broke. The time to the first byte is the server's thinking and "
	    "one round trip; the time from there to the last byte is the size over the "
	    "speed of the line. A page names style sheets, scripts and images, and each "
	    "of them is asked for in turn." },
	{ "close", "Afterwards",
	    "A connection is kept for a while, for the next request would have to open it "
	    "anew. Whoever has nothing more to say sends FIN, the other end confirms and "
	    "sends its own. The end that began waits a little (TIME-WAIT) in case "
	    "something still comes. RST ends it at once: something was refused or given "
	    "up." },
};

const struct explanation *
explain_step(const char *step)
{
	for (size_t i = 0; i < COUNT_OF(explanations); i++)
		if (strcmp(explanations[i].step, step) == 0)
			return &explanations[i];
	return NULL;
}
