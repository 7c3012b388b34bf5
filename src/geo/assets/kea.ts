/** Leases of Kea (`kea-leases4.csv`, `kea-leases6.csv`): the last line about an address is how it stands. */
import { AppError } from '../../core/errors.ts';
import { type AssetInput, type AssetReport, createReport, textOf } from './asset.ts';
import { readCsv } from './csv-rows.ts';

/** Kea writes a comma inside a cell as `&#x2c`. */
const unescaped = (text: string): string =>
  text.replace(/&#x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Throws `invalid_request` where the first line is not Kea's, `too_large`. */
export function parseKeaLeases(input: AssetInput): AssetReport {
  const { columns, rows, broken } = readCsv(textOf(input));
  if (!['address', 'expire', 'valid_lifetime', 'hostname'].every((name) => columns.includes(name)))
    throw new AppError(
      'invalid_request',
      'this is no lease file of Kea: its first line has address, valid_lifetime, expire and hostname',
    );
  const report = createReport(input.source, { latest: true });
  for (const { line, message } of broken) report.reject(line, message);
  for (const { line, cells } of rows) {
    const { address = '', expire = '', valid_lifetime = '', hostname = '', state = '0' } = cells;
    // A delegated prefix is a network.
    const network = cells.lease_type === '2' ? `${address}/${cells.prefix_len ?? ''}` : address;
    const isTold = /^\d{1,12}$/.test(expire) && /^\d{1,12}$/.test(valid_lifetime);
    if (!isTold) report.reject(line, 'expire and valid_lifetime must be numbers of seconds');
    else if (valid_lifetime === '0' || state !== '0' || Number(expire) * 1000 <= input.nowMs) {
      report.forget(network);
      report.passOver();
    } else report.add(line, network, { name: unescaped(hostname).replace(/\.$/, '') });
  }
  return report.done();
}
