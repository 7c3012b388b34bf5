/** The certificate with which this server shows who it is, as those need it that speak TLS. */

export interface KeyPair {
  /** PEM: the certificate, and those between it and its authority. */
  cert: string;
  /** PEM. */
  key: string;
}

export interface ServerCertificate {
  current(): KeyPair;
  /** SHA-256 of the certificate, `AB:CD:…`, as `openssl x509 -fingerprint -sha256` prints it. */
  fingerprint(): string;
  /** Nobody vouches for it: who connects has to know its fingerprint. */
  isSelfSigned(): boolean;
  /** Called with a new pair; connections that are open keep the old one. */
  onChange(listener: (pair: KeyPair) => void): void;
}
