/** A table of one's own: a column for the address or network, and columns for name, owner and role. */
import { AppError } from '../../core/errors.ts';
import { type AssetInput, type AssetReport, createReport, textOf } from './asset.ts';
import { readCsv } from './csv-rows.ts';

const names = {
  address: ['address', 'network', 'ip', 'ip address', 'ip_address', 'ipaddress', 'subnet', 'cidr', 'prefix'],
  name: ['name', 'host', 'hostname', 'host name', 'dns_name', 'fqdn'],
  owner: ['owner', 'contact', 'team', 'responsible'],
  role: ['role', 'type', 'function', 'purpose', 'description'],
} as const;

/** Throws `invalid_request` where no column holds addresses or none says anything of them, `too_large`. */
export function parseCsvAssets(input: AssetInput): AssetReport {
  const { columns, rows, broken } = readCsv(textOf(input));
  const columnOf = (wanted: readonly string[]): string => wanted.find((name) => columns.includes(name)) ?? '';
  const [address, name, owner, role] = [names.address, names.name, names.owner, names.role].map(columnOf);
  if (!address)
    throw new AppError('invalid_request', `a column must be named one of ${names.address.join(', ')}`);
  if (!name && !owner && !role)
    throw new AppError('invalid_request', 'a column must be named name, owner or role');
  const report = createReport(input.source, { latest: false });
  for (const { line, message } of broken) report.reject(line, message);
  for (const { line, cells } of rows)
    report.add(line, cells[address] ?? '', {
      name: cells[name!],
      owner: cells[owner!],
      role: cells[role!],
    });
  return report.done();
}
