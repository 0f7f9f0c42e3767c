# SPDX-License-Identifier: BSD-2-Clause
"""The servers of the small Internet in which the samples are recorded, and their keys."""

import base64
import hashlib

from lab.world import WORK, file_write, run, wait_until

ZONE = """\
$TTL 300
@ SOA ns.nic.example. hostmaster.nic.example. 1 7200 3600 1209600 300
@ NS ns.nic.example.
ns.nic.example. A 203.0.113.53
"""


def resolver_start(host, address, records, more_conf="", port=53):
    """A recursive resolver for whom RECORDS (lines of a zone file) are all that exists."""
    zone = file_write(f"{host.name}.zone", ZONE + records)
    conf = file_write(f"{host.name}.conf", f"""\
server:
    interface: {address}
    port: {port}
    access-control: 0.0.0.0/0 allow
    access-control: ::/0 allow
    username: ""
    chroot: ""
    directory: "{WORK}"
    pidfile: ""
    use-syslog: no
    verbosity: 1
    module-config: "iterator"
    hide-identity: yes
    hide-version: yes
auth-zone:
    name: "."
    zonefile: "{zone}"
    for-downstream: no
    for-upstream: yes
remote-control:
    control-enable: no
{more_conf}""")
    return host.start("unbound", "-d", "-c", conf, ready="start of service")


def zone_sign(name, records):
    """Signs a zone; returns the lines by which a resolver gets to know it."""
    file_write(name, records)
    for kind in ([], ["-f", "KSK"]):
        run("dnssec-keygen", "-K", WORK, "-a", "ECDSAP256SHA256", *kind, name)
    run("dnssec-signzone", "-S", "-K", WORK, "-d", WORK, "-o", name, WORK / name)
    return f"""\
auth-zone:
    name: "{name}."
    zonefile: "{WORK / name}.signed"
    for-downstream: no
    for-upstream: yes
"""


def dhcpd_start(host, interface, lease_s, network="192.168.7"):
    """Hands out addresses of NETWORK/24, having asked first whether somebody has them."""
    conf = file_write(f"{host.name}-dhcpd.conf", f"""\
authoritative;
ping-check true;
default-lease-time {lease_s};
max-lease-time {lease_s};
subnet {network}.0 netmask 255.255.255.0 {{
    range {network}.101 {network}.120;
    option routers {network}.1;
    option domain-name-servers 203.0.113.53;
    option domain-name "home.example";
}}
""")
    leases = file_write(f"{host.name}-dhcpd.leases", "")
    return host.start("dhcpd", "-4", "-f", "-d", "-cf", conf, "-lf", leases, "-pf",
                      WORK / "dhcpd.pid", interface, ready="Server starting service")


def router_advertise(host, interface, resolver):
    """Router advertisements to make an address from, and stateless DHCPv6."""
    return host.start("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null",
                      "--port=0", "--user=root", "--log-facility=-",
                      f"--pid-file={WORK}/dnsmasq.pid",
                      f"--dhcp-leasefile={WORK}/dnsmasq.leases", f"--interface={interface}",
                      "--enable-ra",
                      f"--dhcp-range=::,constructor:{interface},ra-stateless",
                      f"--dhcp-option=option6:dns-server,[{resolver}]",
                      "--dhcp-option=option6:domain-search,home.example",
                      ready="router advertisement on")


# No private addresses: what the client makes up is to be the same in every recording.
DHCPCD_CONF = """\
duid ll
clientid
hostname laptop
slaac hwaddr
noipv4ll
option domain_name_servers, domain_name, routers, interface_mtu
option dhcp6_name_servers, dhcp6_domain_search
require dhcp_server_identifier
"""
# The hooks that come with dhcpcd set the host's name and more; all we want is the resolver.
DHCPCD_HOOK = """\
#!/bin/sh
for resolver in $new_domain_name_servers $new_dhcp6_name_servers $nd1_rdnss1_servers; do
	echo "nameserver $resolver" >/etc/resolv.conf
done
"""


def dhcpcd_start(host, interface, family):
    """The DHCP client; FAMILY is -4 or -6. SIGTERM keeps the lease, SIGALRM releases it."""
    conf = file_write("dhcpcd.conf", DHCPCD_CONF)
    hook = file_write("dhcpcd-hook", DHCPCD_HOOK, 0o755)
    return host.start("dhcpcd", family, "-B", "-d", "-f", conf, "-c", hook, interface)


# Keys and certificates

EC_KEY = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
RSA_KEY = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]


def certificate_make(name, issuer, subject, extensions, kind=EC_KEY):
    """NAME.crt signed by ISSUER (None: by itself), NAME.key, NAME.chain below the root."""
    key, certificate = WORK / f"{name}.key", WORK / f"{name}.crt"
    run("openssl", "genpkey", *kind, "-out", key)
    request = run("openssl", "req", "-new", "-key", key, "-subj", subject)
    sign = ["-signkey", key]
    if issuer:
        sign = ["-CA", WORK / f"{issuer}.crt", "-CAkey", WORK / f"{issuer}.key"]
    run("openssl", "x509", "-req", "-in", file_write(f"{name}.csr", request), *sign,
        "-days", 90, "-extfile", file_write(f"{name}.ext", extensions), "-out", certificate)
    if issuer:
        above = WORK / f"{issuer}.chain"
        rest = above.read_text() if above.exists() else ""
        file_write(f"{name}.chain", certificate.read_text() + rest)


CA_EXTENSIONS = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
LEAF_EXTENSIONS = "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"


def authority_make():
    certificate_make("root", None, "/O=Sample Trust/CN=Sample Root", CA_EXTENSIONS)
    certificate_make("issuer", "root", "/O=Sample Trust/CN=Sample Issuer 1", CA_EXTENSIONS)


def site_certificate_make(name, host_names, kind=EC_KEY):
    names = ",".join(f"DNS:{host_name}" for host_name in host_names)
    certificate_make(name, "issuer", f"/CN={host_names[0]}",
                     f"{LEAF_EXTENSIONS}subjectAltName={names}\n", kind)


def key_pin(name):
    """The hash by which Chromium is told to accept a key nobody it knows has signed."""
    public = run("openssl", "pkey", "-in", WORK / f"{name}.key", "-pubout")
    der = base64.b64decode("".join(public.splitlines()[1:-1]))
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


# Web servers

# Paths are relative to WORK: it is nginx's prefix, and its configuration lies there.
NGINX_CONF = """\
load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;
daemon off;
user root;
worker_processes 1;
pid HOST.pid;
error_log stderr notice;
events { worker_connections 64; }
http {
    types {
        text/html html;
        text/css css;
        text/javascript js;
        text/plain txt;
        image/png png;
    }
    default_type application/octet-stream;
    charset utf-8;
    access_log HOST.log;
    client_body_temp_path nginx/body;
    proxy_temp_path nginx/proxy;
    fastcgi_temp_path nginx/fastcgi;
    uwsgi_temp_path nginx/uwsgi;
    scgi_temp_path nginx/scgi;
SITE
}
"""


def nginx_start(host, site):
    for name, content in site.files.items():
        file_write(name, content)
    (WORK / "nginx").mkdir(exist_ok=True)
    file_write(f"{host.name}.log", "")
    conf = NGINX_CONF.replace("HOST", host.name).replace("SITE", site.config)
    path = file_write(f"{host.name}-nginx.conf", conf)
    return host.start("nginx", "-p", WORK, "-c", path, "-e", "stderr",
                      ready="start worker processes")


def paths_wait(host, *paths):
    """Waits until the web server on HOST has answered requests for all PATHS."""
    log = WORK / f"{host.name}.log"

    def all_answered():
        text = log.read_text()
        return all(f" {path} " in text or f" {path}?" in text for path in paths)

    wait_until(all_answered, f"requests to {host.name} for {' '.join(paths)}")
