"""What an unchanged process needs to reach the server alone: a proxy's address, a certificate and a key, all thrown away afterwards."""

import json
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

HOSTS = {"sheets.googleapis.com": "/v4/", "www.googleapis.com": "/drive/", "oauth2.googleapis.com": "/token"}
"""The hosts that can be reached, and how their paths begin."""


class Throwaway:
    """A key, made when it is first needed, that serves both as the certificate's and as the service account's; all in PEM."""

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def private_key(self) -> str:
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    @cached_property
    def public_key(self) -> str:
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @cached_property
    def certificate(self) -> str:
        """For Google's three hosts, signed by itself."""
        name, now, day = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "throw-away")]), datetime.now(UTC), timedelta(days=1)
        made = x509.CertificateBuilder(name, name, self._key.public_key(), x509.random_serial_number(), now - day, now + day)
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS]), critical=False)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        return made.sign(self._key, SHA256()).public_bytes(Encoding.PEM).decode()

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """The server's side of a line over TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            both = Path(folder) / "both.pem"
            both.write_text(self.private_key + self.certificate)
            context.load_cert_chain(both)
        return context

    def environment(self, folder: Path, url: str, email: str) -> dict[str, str]:
        """Write the certificate and a service account's key file into a folder; the variables that name them."""
        certificate, key = Path(folder) / "certificate.pem", Path(folder) / "service_account.json"
        certificate.write_text(self.certificate)
        key.touch(mode=0o600)
        key.chmod(0o600)
        key.write_text(json.dumps({
            "type": "service_account", "project_id": "oakfield", "private_key_id": "throw-away", "private_key": self.private_key,
            "client_email": email, "client_id": "100000000000000000001", "token_uri": "https://oauth2.googleapis.com/token"}))
        return {"HTTPS_PROXY": url, "https_proxy": url, "NO_PROXY": "", "no_proxy": "", "REQUESTS_CA_BUNDLE": str(certificate),
                "HTTPLIB2_CA_CERTS": str(certificate), "GOOGLE_APPLICATION_CREDENTIALS": str(key)}
