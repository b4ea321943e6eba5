# Certificates as they should not be, and a linter.
#
#   certificates.py make OUT CA CA_KEY KEY FROM_DAYS TO_DAYS NAME…    signed by that CA (by its own key where CA is '-')
#   certificates.py lint FILE…                                        prints the errors, one a line
import datetime, ipaddress, pathlib, subprocess, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# A name of one label is no domain name by RFC 1034's preferred syntax: 'localhost' and every service's is one.
EXPECTED = {"pkix.invalid_domain_name_syntax"}


def loaded(path):
    return serialization.load_pem_private_key(pathlib.Path(path).read_bytes(), None)


def make(out, ca, ca_key, key, start, end, *names):
    own = loaded(key) if key != "-" else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    issuer = subject if ca == "-" else x509.load_pem_x509_certificate(pathlib.Path(ca).read_bytes()).subject
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    days = datetime.timedelta(days=1)
    addresses = [x509.IPAddress(ipaddress.ip_address(text)) for text in ("127.0.0.1", "::1")]
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + days * int(start)).not_valid_after(now + days * int(end))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names] + addresses), False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(own if ca == "-" else loaded(ca_key), hashes.SHA256())
    )
    pathlib.Path(out).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def lint(*paths):
    for path in paths:
        command = [sys.executable, "-m", "pkilint.bin.lint_pkix_cert", "lint", "-s", "WARNING", "-f", "CSV", path]
        found = subprocess.run(command, capture_output=True, text=True)
        assert not found.stderr, found.stderr
        for line in found.stdout.splitlines()[1:]:
            if line and not any(code in line for code in EXPECTED):
                print(path, line)


{"make": make, "lint": lint}[sys.argv[1]](*sys.argv[2:])
