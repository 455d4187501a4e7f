"""A test authority and every kind of certificate that a client has to turn away, made fresh for each run."""

from __future__ import annotations

import datetime
import ssl
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

from desktop.core.api.errors import Code

NAMES = ("localhost", "127.0.0.1")
_DAY = datetime.timedelta(days=1)


class Certificates:
    """`ca_file` is what the client trusts; `good()` is a server context that it accepts for localhost and 127.0.0.1."""

    KINDS: ClassVar[dict[str, Code]] = {
        "expired": Code.CERTIFICATE_EXPIRED,
        "not_yet_valid": Code.CERTIFICATE_EXPIRED,
        "wrong_name": Code.CERTIFICATE_WRONG_NAME,
        "address_only": Code.CERTIFICATE_WRONG_NAME,
        "wildcard_below": Code.CERTIFICATE_WRONG_NAME,
        "wildcard_all": Code.CERTIFICATE_WRONG_NAME,
        "wildcard_within": Code.CERTIFICATE_WRONG_NAME,
        "name_with_nul": Code.CERTIFICATE_WRONG_NAME,
        "name_in_cn_only": Code.CERTIFICATE_WRONG_NAME,
        "unknown_authority": Code.CERTIFICATE_UNTRUSTED,
        "self_signed": Code.CERTIFICATE_UNTRUSTED,
        "issued_by_no_authority": Code.CERTIFICATE_UNTRUSTED,
        "intermediate_missing": Code.CERTIFICATE_UNTRUSTED,
        "rsa_1024": Code.CERTIFICATE_UNTRUSTED,
        "for_clients_only": Code.CERTIFICATE_UNTRUSTED,
        "chain_of_1_mb": Code.TLS_FAILED,
        "tls_1_0": Code.TLS_FAILED,
        "tls_1_1": Code.TLS_FAILED,
        "no_encryption": Code.TLS_FAILED,
    }
    """What is wrong, and how the client has to call it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ca = trustme.CA()
        self._stranger = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(self.ca_file)
        self._now = datetime.datetime.now(datetime.UTC)

    def good(self) -> ssl.SSLContext:
        return self._serving(self._ca.issue_cert(*NAMES))

    def good_files(self) -> tuple[Path, Path]:
        """A private key and its certificate chain as PEM files, for servers that are programs of their own."""
        leaf = self._ca.issue_cert(*NAMES)
        key, chain = self._folder / "server.key", self._folder / "server.pem"
        leaf.private_key_pem.write_to_path(key)
        chain.write_bytes(b"".join(pem.bytes() for pem in leaf.cert_chain_pems))
        return key, chain

    def bad(self) -> dict[str, Callable[[], ssl.SSLContext]]:
        """Server contexts that must be refused for the host "localhost", by what is wrong with them."""
        now = self._now
        return {
            "expired": lambda: self._serving(
                self._ca.issue_cert(*NAMES, not_before=now - 9 * _DAY, not_after=now - _DAY)
            ),
            "not_yet_valid": lambda: self._serving(
                self._ca.issue_cert(*NAMES, not_before=now + _DAY, not_after=now + 9 * _DAY)
            ),
            "wrong_name": lambda: self._serving(self._ca.issue_cert("mail.example.org")),
            "address_only": lambda: self._serving(self._ca.issue_cert("127.0.0.1")),
            "wildcard_below": lambda: self._serving(self._ca.issue_cert("*.localhost")),
            "wildcard_all": lambda: self._made(names=["*"]),
            "wildcard_within": lambda: self._made(names=["l*calhost"]),
            "name_with_nul": lambda: self._made(names=["localhost\0.example.org"]),
            "name_in_cn_only": lambda: self._made(names=[], common_name="localhost"),
            "unknown_authority": lambda: self._serving(self._stranger.issue_cert(*NAMES)),
            "self_signed": lambda: self._made(names=["localhost"], signed_by_itself=True),
            "issued_by_no_authority": self._issued_by_a_server,
            "intermediate_missing": self._without_intermediate,
            "rsa_1024": lambda: self._made(names=["localhost"], bits=1024),
            "chain_of_1_mb": lambda: self._made(names=["localhost"], ballast=1_000_000),
            "for_clients_only": lambda: self._made(names=["localhost"], client_only=True),
            "tls_1_0": lambda: self._old(ssl.TLSVersion.TLSv1),
            "tls_1_1": lambda: self._old(ssl.TLSVersion.TLSv1_1),
            "no_encryption": self._null_cipher,
        }

    def _serving(self, certificate: trustme.LeafCert) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context

    def _old(self, version: ssl.TLSVersion) -> ssl.SSLContext:
        context = self.good()
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = version
        return context

    def _null_cipher(self) -> ssl.SSLContext:
        context = self.good()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("eNULL:@SECLEVEL=0")
        return context

    def _without_intermediate(self) -> ssl.SSLContext:
        leaf = self._ca.create_child_ca().issue_cert(*NAMES)
        path = self._folder / "alone.pem"
        path.write_bytes(leaf.private_key_pem.bytes() + leaf.cert_chain_pems[0].bytes())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _issued_by_a_server(self) -> ssl.SSLContext:
        issuer = self._ca.issue_cert("issuer.example.org")
        key = serialization.load_pem_private_key(issuer.private_key_pem.bytes(), None)
        certificate = x509.load_pem_x509_certificate(issuer.cert_chain_pems[0].bytes())
        return self._made(names=["localhost"], issuer=(certificate, key))

    def _made(
        self,
        *,
        names: list[str],
        common_name: str = "made for a test",
        bits: int = 2048,
        ballast: int = 0,
        client_only: bool = False,
        signed_by_itself: bool = False,
        issuer: tuple[x509.Certificate, object] | None = None,
    ) -> ssl.SSLContext:
        """A certificate that trustme would not make."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
        if issuer is None:
            ca = x509.load_pem_x509_certificate(self._ca.cert_pem.bytes())
            issuer = ca, serialization.load_pem_private_key(self._ca.private_key_pem.bytes(), None)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if signed_by_itself else issuer[0].subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - _DAY)
            .not_valid_after(self._now + _DAY)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        )
        issuer_key = key.public_key() if signed_by_itself else issuer[0].public_key()
        # Python 3.13 and newer want RFC 5280 to the letter; only what is to be wrong may be wrong.
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key)
        builder = builder.add_extension(identifier, critical=False)
        if names:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False
            )
        if client_only:
            usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CLIENT_AUTH])
            builder = builder.add_extension(usage, critical=False)
        if ballast:
            stone = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x04" + b"x" * ballast)
            builder = builder.add_extension(stone, critical=False)
        certificate = builder.sign(key if signed_by_itself else issuer[1], hashes.SHA256())
        path = self._folder / "made.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(path)
        return context
