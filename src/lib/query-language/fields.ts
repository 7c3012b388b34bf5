/** The fields that can be searched: a table that the caller of the language supplies. */

/**
 * `text` a string; `enum` one of `values`; `number`; `time` a point in time; `duration`; `address` an IP address;
 * `boolean`. A field may hold a list: then one matching element is enough.
 */
export type FieldType = 'text' | 'enum' | 'number' | 'time' | 'duration' | 'address' | 'boolean';

export interface Field {
  /** Letters, digits, `_`, `.` and `-`, beginning with a letter. */
  name: string;
  type: FieldType;
  /** One sentence for people, shown when completing. */
  help?: string;
  /** For an enum all values; for text those that are offered. */
  values?: readonly string[];
  /** Text: `user:root` means the whole value (the default), or anywhere inside it. */
  match?: 'whole' | 'inside';
  /** Words without a field are searched for in it (text only). */
  isSearched?: boolean;
  /** Other names people may use. */
  aliases?: readonly string[];
  /** Address: it may also contain a host name. */
  hasHostNames?: boolean;
  /** Address: an address or network without a field name means this field. At most one field. */
  isBareAddress?: boolean;
  /** `after:7d` is short for `time>=7d`: the field that it means, and the comparison. */
  short?: { of: string; operator: '>=' | '<' };
}

export interface FieldNames {
  /** By name or alias, case-insensitive. */
  find(name: string): Field | undefined;
  /** Every name, without aliases. */
  names: string[];
  searched: string[];
  bareAddress: Field | undefined;
}

export function toFieldNames(fields: readonly Field[]): FieldNames {
  const known = new Map<string, Field>();
  for (const field of fields)
    for (const name of [field.name, ...(field.aliases ?? [])]) known.set(name.toLowerCase(), field);
  return {
    find: (name) => known.get(name.toLowerCase()),
    names: fields.map(({ name }) => name),
    searched: fields.filter(({ isSearched }) => isSearched).map(({ name }) => name),
    bareAddress: fields.find(({ isBareAddress }) => isBareAddress),
  };
}
