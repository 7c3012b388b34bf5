/** Rows of a CSV file by the names in its first line, as spreadsheets and Kea write them. */
import { parse } from 'csv-parse/sync';
import { countText } from '../../core/count-text.ts';
import { AppError } from '../../core/errors.ts';

export interface CsvRow {
  line: number;
  /** By column name, lower case. */
  cells: Record<string, string>;
}
export interface CsvRows {
  columns: string[];
  rows: CsvRow[];
  /** Rows that could not be read as such. */
  broken: { line: number; message: string }[];
}

/** More than `assetLimits.assets`: a lease file tells of one address many times. */
const mostRows = 400_000;
const delimiters = [',', ';', '\t'];

/** Throws `invalid_request` where there is no first line with two columns, `too_large` at more rows than any file needs. */
export function readCsv(text: string): CsvRows {
  const start = text.slice(0, 10_000).replace(/^\ufeff/, '');
  const header = /^[^\r\n]*/.exec(start.replace(/^[\r\n]+/, ''))![0];
  const count = (mark: string): number => header.split(mark).length;
  const delimiter = delimiters.reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  if (count(delimiter) < 2)
    throw new AppError('invalid_request', 'the first line must name the columns, such as address,name,owner');
  const broken: CsvRows['broken'] = [];
  const records = parse(text, {
    bom: true,
    delimiter,
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: 65_536,
    to: mostRows + 2,
    on_skip: (error) => {
      broken.push({
        line: Number(error?.lines ?? 0),
        message: 'this row is not in order: look for a quote that is not closed',
      });
      return undefined;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  if (records.length > mostRows + 1)
    throw new AppError('too_large', `a file of assets has at most ${countText(mostRows)} rows`);
  const [first, ...rest] = records;
  const columns = (first?.record ?? []).map((name) => name.toLowerCase());
  const rows = rest.map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(columns.map((name, at) => [name, record[at] ?? ''])),
  }));
  return { columns, rows, broken };
}
