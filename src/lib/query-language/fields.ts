/** What may be asked for: the table of fields that whoever uses the language hands in. */

/**
 * `text` a string; `enum` one of `values`; `number`; `time` a moment; `duration` a length of time; `address` an IP
 * address; `boolean`. A field may hold a list: then one element that fits is enough.
 */
export type FieldType = 'text' | 'enum' | 'number' | 'time' | 'duration' | 'address' | 'boolean';

export interface Field {
  /** Letters, digits, `_`, `.` and `-`, beginning with a letter. */
  name: string;
  type: FieldType;
  /** One sentence for people, shown when completing. */
  help?: string;
  /** Of an enum all there are; of text those that are offered. */
  values?: readonly string[];
  /** Text: `user:root` means the whole value (the default), or anywhere inside it. */
  match?: 'whole' | 'inside';
  /** Words without a field are looked for in it (text only). */
  isSearched?: boolean;
  /** Other names people may use. */
  aliases?: readonly string[];
  /** Address: it may hold a host name as well. */
  hasHostNames?: boolean;
  /** Address: an address or network that stands alone means this field. At most one field. */
  isBareAddress?: boolean;
  /** `after:7d` is short for `time>=7d`: the field it stands for and how it compares. */
  short?: { of: string; operator: '>=' | '<' };
}

export interface FieldNames {
  /** By name or alias, in whatever case. */
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
