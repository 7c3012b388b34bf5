/** Every kind of file that tells of assets. */
import type { AssetInput, AssetReport } from './asset.ts';
import { parseCsvAssets } from './csv.ts';
import { parseDnsmasqLeases } from './dnsmasq.ts';
import { parseHostsFile } from './hosts.ts';
import { parseDhcpdLeases } from './isc-dhcpd.ts';
import { parseKeaLeases } from './kea.ts';

export type { Asset, AssetInput, AssetReport, Rejection } from './asset.ts';

export interface AssetFormat {
  name: string;
  title: string;
  parse(input: AssetInput): AssetReport;
}

export const assetFormats: readonly AssetFormat[] = [
  { name: 'csv', title: 'CSV with columns address, name, owner, role', parse: parseCsvAssets },
  { name: 'isc-dhcpd', title: 'ISC dhcpd leases (dhcpd.leases)', parse: parseDhcpdLeases },
  { name: 'kea', title: 'Kea leases (kea-leases4.csv, kea-leases6.csv)', parse: parseKeaLeases },
  { name: 'dnsmasq', title: 'dnsmasq leases (dnsmasq.leases)', parse: parseDnsmasqLeases },
  { name: 'hosts', title: 'hosts file (/etc/hosts)', parse: parseHostsFile },
];
