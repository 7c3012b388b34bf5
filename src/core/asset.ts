/** Whose machine has an address inside, as the tenant's files and people say. */

export interface AssetEntry {
  /** An address or a CIDR network, in its one writing. */
  network: string;
  name: string | null;
  owner: string | null;
  role: string | null;
  /** Where it stands, in the owner's own words: `Lyon, rack 4`. */
  location: string | null;
}

/** What one file or list says; writing it again replaces all of it. */
export interface AssetSourceBody {
  name: string;
  /** A format of geo/assets, or `list` where people said it over the API. */
  format: string;
  entries: AssetEntry[];
  /** Lines of the file that could not be read. */
  rejected: number;
}

export const listFormat = 'list';
