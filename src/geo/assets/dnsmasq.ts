/** Leases of dnsmasq (`dnsmasq.leases`): `expiry hardware address name client-id`, one a line. */
import { type AssetInput, type AssetReport, createReport, linesOf, textOf } from './asset.ts';

/** Throws `too_large`. */
export function parseDnsmasqLeases(input: AssetInput): AssetReport {
  const report = createReport(input.source, { latest: true });
  for (const { line, text } of linesOf(textOf(input))) {
    const trimmed = text.trim();
    // The server's own identifier stands before the IPv6 leases.
    if (trimmed === '' || /^duid [0-9a-f:]{1,400}$/i.test(trimmed)) continue;
    const [expiry = '', , address, name] = trimmed.length > 1000 ? [] : trimmed.split(/\s+/);
    if (!/^\d{1,12}$/.test(expiry) || address === undefined || name === undefined)
      report.reject(line, 'a lease is a time, a hardware address, an address and a name');
    // 0 never ends.
    else if (expiry !== '0' && Number(expiry) * 1000 <= input.nowMs) {
      report.forget(address);
      report.passOver();
    } else report.add(line, address, { name: name === '*' ? '' : name });
  }
  return report.done();
}
