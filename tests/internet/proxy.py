"""A proxy on 127.0.0.1 that answers for every host itself, over TLS with certificates of its own CA.

`Internet` is a `PublisherServer` whose paths begin with the host: `/download.cbs.nl/regionale-kaarten/kwb-2024.xlsx`.
What uses it is told as a company tells its computers: HTTPS_PROXY and SSL_CERT_FILE (`environment`).
"""

import datetime
import ssl
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.publisher_server import PublisherServer

VALID = datetime.timedelta(days=2)


class Authority:
    """A CA that lives as long as a test; its certificate stands in `file`, those that it signs beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "ca.pem"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _name("Proefbedrijf CA")
        made = _builder(self.name, self.name, self.key).add_extension(x509.BasicConstraints(True, 0), critical=True)
        made = made.add_extension(_usage(signs=True), critical=True)
        self.certificate = made.sign(self.key, hashes.SHA256())
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        self.contexts: dict[str, ssl.SSLContext] = {}
        self.lock = threading.Lock()

    def context(self, host: str) -> ssl.SSLContext:
        """What a server of that host needs."""
        with self.lock:
            if host not in self.contexts:
                self.contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                self.contexts[host].load_cert_chain(self._signed(host))
            return self.contexts[host]

    def _signed(self, host: str) -> Path:
        key = ec.generate_private_key(ec.SECP256R1())
        made = _builder(_name(host[:60]), self.name, key, self.key).add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False
        )
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        made = made.add_extension(_usage(signs=False), critical=True)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = self.folder / f"{host}.pem"
        file.write_bytes(private + made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        return file


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey | None = None,
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - VALID).not_valid_after(now + VALID)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    above = (signer or key).public_key()
    return made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)


def _usage(signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


class Internet(PublisherServer):
    """Plays every host. To one in `down` the proxy opens no line but gives that status; `asked`: hosts so far."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.authority = Authority(folder)
        self.down: dict[str, int] = {}
        self.asked: list[str] = []
        super().__init__()

    def url(self, path: str) -> str:
        """Address of a path that begins with its host."""
        return f"https:/{path}"

    @property
    def environment(self) -> dict[str, str]:
        """What a company sets on its computers."""
        return {
            "HTTPS_PROXY": f"http://127.0.0.1:{self._server.server_port}",
            "SSL_CERT_FILE": str(self.authority.file),
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        internet = self
        answers: type[BaseHTTPRequestHandler] = super()._handler()

        class Handler(answers):  # type: ignore[misc, valid-type]
            def do_CONNECT(self) -> None:
                """Play the host that is asked for, on the same line."""
                host = self.path.rpartition(":")[0]
                internet.asked.append(host)
                if host in internet.down:
                    self.send_error(internet.down[host])
                    return
                self.send_response_only(200, "Connection established")
                self.end_headers()
                try:
                    self.connection = internet.authority.context(host).wrap_socket(self.connection, server_side=True)
                except OSError:  # the other side does not trust us
                    self.close_connection = True
                    return
                self.rfile = self.connection.makefile("rb", self.rbufsize)
                self.wfile = self.connection.makefile("wb", 0)
                self.place = f"/{host}"
                self.close_connection = False

            def finish(self) -> None:
                super().finish()
                self.connection.close()  # the one over TLS, which the server does not know

        return Handler
