/** Harmless lists of many fields, as long forms, exports and generated queries have them: names, numbers, and what joins them. */

const stems = [
  'k',
  'v',
  'f',
  'x',
  'id',
  'item',
  'field',
  'row',
  'col',
  'q',
  'p',
  'opt',
  'val',
  'name',
  'price',
  'size',
];
const joins = ['=', '=', '=', ':', '-', '_', '.', '=>', ' '];
const separators = ['&', '&', '-', ';', ',', '|', ' ', '/', '_', '\n', ', '];
const mostFields = 60;

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!;

/** Of 5 to 60 fields: `k7=v7-k8=v8-…`, `item12:403,item13:11,…`. One way of writing all through. */
export function fieldList(random: () => number): string {
  const name = pick(stems, random);
  const value = random() < 0.5 ? pick(stems, random) : '';
  const join = pick(joins, random);
  const separator = pick(separators, random);
  const first = Math.floor(random() * 10 ** (1 + Math.floor(random() * 5)));
  const isCounted = random() < 0.7;
  const fields: string[] = [];
  for (let left = 5 + Math.floor(random() * (mostFields - 5)), at = first; left > 0; left -= 1, at += 1)
    fields.push(`${name}${at}${join}${value}${isCounted ? at : Math.floor(random() * 1000)}`);
  return fields.join(separator);
}
