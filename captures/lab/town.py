# SPDX-License-Identifier: BSD-2-Clause
"""The small Internet that most samples come from.

    client eth0 -- port1 [lan0] gateway wan0 -- home internet NAME -- eth0 server NAME

The gateway is switch, DHCP server and router of a home; no address is translated. Links of
the Internet are cables with a delay. MAC addresses end in the place and the side of it."""

import ipaddress

from lab import world

CLIENT_MAC, GATEWAY_MAC = "02:00:00:00:07:c1", "02:00:00:00:07:01"
CLIENT, GATEWAY = "192.168.7.101", "192.168.7.1"
RESOLVER, RESOLVER6 = "203.0.113.53", "2001:db8:53::53"


class Town:
    """The client's cable is not plugged in yet: a capture can begin before it is."""

    def __init__(self):
        self.backstage = world.Backstage()
        self.client = world.Host("client")
        self.gateway = world.Host("gateway", forwards=True)
        self.internet = world.Host("internet", forwards=True)
        self.server_count = 0
        self.lan_add()
        self.uplink_add()

    def lan_add(self):
        world.switch_add(self.gateway, "lan0", GATEWAY_MAC)
        world.link_add(self.client, "eth0", CLIENT_MAC,
                       self.gateway, "port1", "02:00:00:00:07:f1")
        world.switch_port_add(self.gateway, "lan0", "port1")
        self.gateway.address_add("lan0", f"{GATEWAY}/24")

    def uplink_add(self):
        self.backstage.cable_add((self.gateway, "wan0", "02:00:00:00:02:02"),
                                 (self.internet, "home", "02:00:00:00:02:01"),
                                 "--delay-ms", 4)
        self.gateway.address_add("wan0", "192.0.2.2/24")
        self.gateway.ip("route", "add", "default", "via", "192.0.2.1")
        self.internet.address_add("home", "192.0.2.1/24")
        self.internet.ip("route", "add", "192.168.7.0/24", "via", "192.0.2.2")

    def server_add(self, name, address, delay_ms, *cable_options):
        """A server in a /26 of its own, DELAY_MS from the middle of the Internet."""
        self.server_count += 1
        host = world.Host(name)
        router = ipaddress.ip_interface(f"{address}/26").network[1]
        mac = f"02:00:00:00:{self.server_count:02x}"
        self.backstage.cable_add((self.internet, name, f"{mac}:01"),
                                 (host, "eth0", f"{mac}:02"),
                                 "--delay-ms", delay_ms, *cable_options)
        self.internet.address_add(name, f"{router}/26")
        host.address_add("eth0", f"{address}/26")
        host.ip("route", "add", "default", "via", router)
        return host

    def ipv6_add(self):
        """IPv6 as far as the gateway; the client has to find its own address."""
        for host, interface in ((self.gateway, "lan0"), (self.gateway, "wan0"),
                                (self.internet, "home")):
            host.ipv6_enable(interface)
        self.gateway.address_add("lan0", "2001:db8:7::1/64")
        self.gateway.address_add("wan0", "2001:db8:2::2/64")
        self.gateway.ip("-6", "route", "add", "default", "via", "2001:db8:2::1")
        self.internet.address_add("home", "2001:db8:2::1/64")
        self.internet.ip("-6", "route", "add", "2001:db8:7::/64", "via", "2001:db8:2::2")

    def server_ipv6_add(self, host, address):
        router = ipaddress.ip_interface(f"{address}/64").network[1]
        self.internet.ipv6_enable(host.name)
        self.internet.address_add(host.name, f"{router}/64")
        host.ipv6_enable("eth0")
        host.address_add("eth0", f"{address}/64")
        host.ip("-6", "route", "add", "default", "via", router)

    def client_plug(self):
        world.link_plug(self.gateway, "port1")

    def client_settle(self):
        """Plugs the client in with an address that it has had all along."""
        self.client_plug()
        self.client.address_add("eth0", f"{CLIENT}/24")
        self.client.ip("route", "add", "default", "via", GATEWAY)
        world.resolvers_set(RESOLVER)
