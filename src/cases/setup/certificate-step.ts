/** How a sensor comes to trust a server whose certificate vouches for itself. */
import { partsOfAddress, type SetupStep } from './setup.ts';

export function certificateStep(address: string, fingerprint: string): SetupStep {
  const { host, port } = partsOfAddress(address);
  return {
    title:
      'This server’s certificate is self-signed: fetch it on the sensor’s machine, compare its fingerprint with the last line, and name the file to the sensor (curl: --cacert; Python: REQUESTS_CA_BUNDLE; Node: NODE_EXTRA_CA_CERTS; others: SSL_CERT_FILE, or /usr/local/share/ca-certificates with update-ca-certificates).',
    file: 'decoyverse.crt',
    code: `openssl s_client -connect ${host}:${port} </dev/null 2>/dev/null | openssl x509 -out decoyverse.crt
openssl x509 -in decoyverse.crt -noout -fingerprint -sha256
# sha256 Fingerprint=${fingerprint}
`,
  };
}
