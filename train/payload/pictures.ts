/** Small diagrams as SVG text: no library, so the same figures give the same bytes. */

const ink = '#1f2933';
const grid = '#d9dee4';
const line = '#2563eb';
const font = 'font-family="system-ui, sans-serif" font-size="12"';

interface Point {
  x: number;
  y: number;
}

function frame(width: number, height: number, title: string, body: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">` +
    `<title>${toXml(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>` +
    `<text x="16" y="22" ${font} font-weight="600" fill="${ink}">${toXml(title)}</text>${body}</svg>\n`
  );
}

function toXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Curves over 0–1 by 0–1, with the diagonal for comparison. */
export function drawCurve({
  title,
  across,
  up,
  points,
}: {
  title: string;
  across: string;
  up: string;
  points: readonly Point[];
}): string {
  const [left, top, size] = [56, 40, 320];
  const px = (x: number) => (left + x * size).toFixed(1);
  const py = (y: number) => (top + (1 - y) * size).toFixed(1);
  let body = '';
  for (let step = 0; step <= 5; step += 1) {
    const value = step / 5;
    body += `<path d="M${px(0)} ${py(value)}H${px(1)}M${px(value)} ${py(0)}V${py(1)}" stroke="${grid}" fill="none"/>`;
    body += `<text x="${left - 8}" y="${py(value)}" dy="4" text-anchor="end" ${font} fill="${ink}">${value.toFixed(1)}</text>`;
    body += `<text x="${px(value)}" y="${top + size + 18}" text-anchor="middle" ${font} fill="${ink}">${value.toFixed(1)}</text>`;
  }
  body += `<path d="M${px(0)} ${py(0)}L${px(1)} ${py(1)}" stroke="${ink}" stroke-dasharray="4 4" fill="none"/>`;
  body += `<path d="M${points.map(({ x, y }) => `${px(x)} ${py(y)}`).join('L')}" stroke="${line}" stroke-width="2" fill="none"/>`;
  if (points.length <= 24)
    body += points.map(({ x, y }) => `<circle cx="${px(x)}" cy="${py(y)}" r="3" fill="${line}"/>`).join('');
  body += `<text x="${left + size / 2}" y="${top + size + 38}" text-anchor="middle" ${font} fill="${ink}">${toXml(across)}</text>`;
  body += `<text transform="translate(16 ${top + size / 2}) rotate(-90)" text-anchor="middle" ${font} fill="${ink}">${toXml(up)}</text>`;
  return frame(left + size + 24, top + size + 52, title, body);
}

/** Rows: what it is; columns: what it was called; each row adds up to 1. */
export function drawConfusion({
  title,
  names,
  counts,
}: {
  title: string;
  names: readonly string[];
  counts: readonly (readonly number[])[];
}): string {
  const [left, top, cell] = [190, 150, 44];
  let body = '';
  names.forEach((name, at) => {
    body += `<text x="${left - 8}" y="${top + at * cell + cell / 2 + 4}" text-anchor="end" ${font} fill="${ink}">${toXml(name)}</text>`;
    body += `<text transform="translate(${left + at * cell + cell / 2 + 4} ${top - 8}) rotate(-55)" ${font} fill="${ink}">${toXml(name)}</text>`;
  });
  counts.forEach((row, down) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, over) => {
      const share = all === 0 ? 0 : count / all;
      const tone = Math.round(255 - share * 190);
      const x = left + over * cell;
      const y = top + down * cell;
      body += `<rect x="${x}" y="${y}" width="${cell - 2}" height="${cell - 2}" fill="rgb(${tone},${tone},255)"/>`;
      if (share >= 0.005)
        body += `<text x="${x + cell / 2 - 1}" y="${y + cell / 2 + 4}" text-anchor="middle" ${font} fill="${share > 0.6 ? '#ffffff' : ink}">${Math.round(share * 100)}</text>`;
    });
    body += `<text x="${left + row.length * cell + 8}" y="${top + down * cell + cell / 2 + 4}" ${font} fill="${ink}">${all}</text>`;
  });
  return frame(left + names.length * cell + 80, top + names.length * cell + 20, title, body);
}
