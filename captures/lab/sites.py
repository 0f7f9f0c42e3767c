# SPDX-License-Identifier: BSD-2-Clause
"""What the small Internet has to offer: names, pages, and how web servers hand them out."""

import collections
import random
import struct
import zlib

# nginx server blocks, and the files they speak of
Site = collections.namedtuple("Site", "config files")


def noise(size, seed):
    """Does not compress, so it fills segments as a photograph would."""
    return random.Random(seed).randbytes(size)


def picture(width, height, seed):
    """A PNG of noise."""
    rows = b"".join(b"\0" + noise(3 * width, f"{seed}{row}") for row in range(height))

    def chunk(kind, body):
        crc = zlib.crc32(kind + body)
        return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", crc)

    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join([b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header),
                     chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")])


# first-visit: a shop and the host that keeps its pictures

SHOP_NAMES = """\
www.shop.example. A 198.51.100.80
img.shop.example. CNAME shop.cdn.example.
shop.cdn.example. A 198.51.100.140
"""

SHOP_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<title>The Shop</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script src="/cart.js" defer></script>
</head>
<body>
<h1>The Shop</h1>
<p>Lamps, kettles and chairs.</p>
<img src="/lamp.png" alt="a lamp" width="48" height="48">
<img src="/kettle.png" alt="a kettle" width="48" height="48">
<img src="https://img.shop.example/chair.png" alt="a chair" width="64" height="64">
</body>
</html>
"""

SHOP = Site("""
    server {
        listen 80;
        server_name www.shop.example;
        location / { return 301 https://$host$request_uri; }
    }
    server {
        listen 443 ssl http2;
        server_name www.shop.example;
        ssl_certificate shop.chain;
        ssl_certificate_key shop.key;
        ssl_protocols TLSv1.2 TLSv1.3;
        root shop;
        add_header Strict-Transport-Security "max-age=31536000; includeSubDomains";
        add_header Cache-Control "max-age=3600";
    }
""", {
    "shop/index.html": SHOP_PAGE,
    "shop/style.css": "body { font: 16px sans-serif; margin: 2em }\nh1 { color: #246 }\n",
    "shop/cart.js": "document.title += ' (0)'\n",
    "shop/lamp.png": picture(24, 24, "lamp"),
    "shop/kettle.png": picture(32, 32, "kettle"),
})

IMAGES = Site("""
    server {
        listen 443 ssl http2;
        server_name img.shop.example;
        ssl_certificate images.chain;
        ssl_certificate_key images.key;
        ssl_protocols TLSv1.3;
        root images;
        add_header Cache-Control "max-age=86400";
    }
""", {"images/chair.png": picture(40, 40, "chair")})


# clear-page: a newspaper; its script reads the ticker, then sends a letter to the editor

PAPER_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<title>The Paper</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/paper.css">
</head>
<body>
<h1>The Paper</h1>
<p>Nothing happened today, and it happened slowly. Nothing is expected tomorrow.</p>
<img src="/front.png" alt="the front page">
<img src="/weather.png" alt="the weather">
<img src="/missing.png" alt="a picture that was taken away">
<form id="letter" action="/letters" method="post">
<input name="name" value="A. Reader">
<input name="password" type="password" value="correct horse">
<textarea name="letter">Dear editor, please print &amp; publish: 100% true.</textarea>
</form>
<script>
fetch("/ticker?since=0").then(answer => answer.text());
setTimeout(() => document.getElementById("letter").submit(), 1800);
</script>
</body>
</html>
"""

PAPER_THANKS = """\
<!doctype html>
<html lang="en"><head><title>Thanks</title><link rel="icon" href="data:,"></head>
<body><h1>Thanks</h1><p>Your letter has arrived.</p></body></html>
"""

PAPER = Site("""
    server {
        listen 80;
        server_name www.paper.example;
        root paper;
        absolute_redirect off;
        gzip on;
        gzip_min_length 200;
        gzip_types text/css;
        location = / {
            try_files /index.html =404;
            add_header Set-Cookie "reader=4711; Path=/; HttpOnly";
        }
        location = /letters {
            add_header Set-Cookie "letter=received; Path=/" always;
            return 303 /thanks.html;
        }
        location = /ticker {
            default_type text/plain;
            echo "09:00 nothing";
            echo_flush;
            echo_sleep 0.12;
            echo "09:01 still nothing";
            echo_flush;
            echo_sleep 0.12;
            echo "09:02 more of it";
        }
    }
""", {
    "paper/index.html": PAPER_PAGE,
    "paper/thanks.html": PAPER_THANKS,
    "paper/paper.css": "".join(f".column{n} {{ width: {n}em }}\n" for n in range(20)),
    "paper/front.png": picture(48, 48, "front"),
    "paper/weather.png": picture(24, 24, "weather"),
})


# dns-trouble

TROUBLE_NAMES = f"""\
shop.example. A 198.51.100.80
shop.example. AAAA 2001:db8:80::80
shop.example. SOA ns.shop.example. hostmaster.shop.example. 2026010101 7200 3600 1209600 300
shop.example. MX 10 mail.shop.example.
shop.example. MX 20 mail.backup.example.
shop.example. TXT "v=spf1 mx -all"
shop.example. CAA 0 issue "trust.example"
www.shop.example. 60 A 198.51.100.80
www.shop.example. HTTPS 1 . alpn=h2,h3 ipv4hint=198.51.100.80
late.shop.example. A 198.51.100.81
_imaps._tcp.shop.example. SRV 0 1 993 mail.shop.example.
80.100.51.198.in-addr.arpa. PTR www.shop.example.
www.mall.example. 30 CNAME mall.edge.example.
mall.edge.example. 20 CNAME node7.cdn.example.
node7.cdn.example. 10 A 198.51.100.140
node7.cdn.example. 10 A 198.51.100.141
""" + "".join(f'long.shop.example. TXT "{n:02d} {"lorem ipsum " * 5}"\n' for n in range(24))

TROUBLE_RESOLVER = """\
server:
    local-zone: "private.example." refuse
    local-zone: "100.51.198.in-addr.arpa." nodefault
auth-zone:
    name: "broken.example."
    zonefile: "/dev/null"
    fallback-enabled: no
    for-downstream: no
"""

SIGNED_ZONE = """\
$TTL 600
@ SOA ns hostmaster 1 7200 3600 1209600 300
@ NS ns
ns A 203.0.113.53
www A 198.51.100.80
"""

TROUBLE_QUESTIONS = [
    "nothing.shop.example",
    "www.mall.example",
    "long.shop.example TXT +noedns",
    "long.shop.example TXT +bufsize=4096",
    "shop.example AAAA +noedns",
    "shop.example MX",
    "shop.example SOA",
    "shop.example TXT",
    "shop.example CAA",
    "mail.shop.example A",
    "_imaps._tcp.shop.example SRV",
    "www.shop.example HTTPS",
    "-x 198.51.100.80",
    "www.shop.example +tcp",
    "www.private.example",
    "www.broken.example",
    "www.signed.example +dnssec",
    "signed.example DNSKEY +dnssec",
    "none.signed.example +dnssec",
    "version.bind CH TXT",
]


# refused

REFUSED_NAMES = """\
www.closed.example. A 198.51.100.80
www.gone.example. A 198.51.100.85
www.forbidden.example. A 198.51.100.86
www.silent.example. A 198.51.100.87
"""


# server-side

BUSY = Site("""
    server {
        listen 80;
        listen [::]:80;
        listen 443 ssl;
        ssl_protocols TLSv1.3;
        ssl_certificate shop.chain;
        ssl_certificate_key shop.key;
        root busy;
        location = /slow.bin { limit_rate 12k; }
    }
""", {
    "busy/a.txt": "the first letter\n",
    "busy/b.txt": "the second letter\n" * 100,
    "busy/c.txt": "the third letter\n",
    "busy/slow.bin": noise(60000, "slow"),
})


# ipv6-visit

SIX_NAMES = """\
www.six.example. A 198.51.100.80
www.six.example. AAAA 2001:db8:80::80
"""

SIX_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<title>Six</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="style.css">
</head>
<body><h1>Six</h1><img src="six.png" alt="a six"></body>
</html>
"""

SIX = Site("""
    server {
        listen 80;
        listen [::]:80;
        server_name www.six.example;
        root six;
    }
""", {
    "six/index.html": SIX_PAGE,
    "six/style.css": "h1 { font-size: 6em }\n",
    "six/six.png": picture(32, 32, "six"),
})


# tls-versions: an address for each temper, as nginx has one per address and port

TLS_NAMES = """\
odd.tls.example. A 198.51.100.80
old.tls.example. A 198.51.100.81
mid.tls.example. A 198.51.100.82
new.tls.example. A 198.51.100.83
picky.tls.example. A 198.51.100.84
self.tls.example. A 198.51.100.85
"""

TLS = Site("""
    ssl_certificate rsa.chain;
    ssl_certificate_key rsa.key;
    root tls;
    server {
        listen 198.51.100.80:8000;
        listen 198.51.100.80:7443 ssl;
    }
    server {
        listen 198.51.100.81:443 ssl;
        ssl_protocols TLSv1.2;
        ssl_ciphers AES128-GCM-SHA256;
    }
    server {
        listen 198.51.100.82:443 ssl;
        ssl_protocols TLSv1.2;
        ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256;
        ssl_session_cache shared:mid:128k;
    }
    server {
        listen 198.51.100.83:443 ssl http2;
        ssl_protocols TLSv1.3;
        ssl_early_data on;
    }
    server {
        listen 198.51.100.84:443 ssl;
        ssl_protocols TLSv1.3;
        ssl_ecdh_curve secp384r1;
    }
    server {
        listen 198.51.100.85:443 ssl;
        ssl_certificate self.crt;
        ssl_certificate_key self.key;
    }
""", {"tls/index.html": "tls\n"})

# curl's arguments and the exit status they end with; a second URL after a close resumes,
# in TLS 1.2 by session id, as curl takes no tickets there
TLS_VISITS = [
    ("https://old.tls.example/", 0),
    ("--header Connection:close https://mid.tls.example/ https://mid.tls.example/", 0),
    ("https://new.tls.example/", 0),
    ("--http1.1 --header Connection:close "
     "https://new.tls.example/ https://new.tls.example/", 0),
    ("--curves X25519:P-384 https://picky.tls.example/", 0),
    ("--tls-max 1.2 https://new.tls.example/", 35),
    ("--tls-max 1.2 --ciphers ECDHE-ECDSA-AES128-GCM-SHA256 https://mid.tls.example/", 35),
    ("https://self.tls.example/", 60),
    ("http://odd.tls.example:8000/", 0),
    ("https://odd.tls.example:7443/", 0),
]


# lossy

MIRROR = Site("""
    server {
        listen 80;
        server_name mirror.example;
        root mirror;
    }
""", {"mirror/disk.img": noise(110000, "disk")})


# app-youtube

VIDEO = Site("""
    server {
        listen 443 ssl;
        ssl_protocols TLSv1.3;
        ssl_certificate video.chain;
        ssl_certificate_key video.key;
        root video;
    }
""", {"video/index.html": "no film today\n"})
