/** Pictures for the model card, as SVG text. */

const toText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A confusion matrix: rows are the truth, columns what was said; colour by the share of a row. */
export function confusionPicture(
  title: string,
  names: readonly string[],
  counts: readonly number[][],
): string {
  const cell = 64;
  const left = 150;
  const top = 110;
  const size = names.length * cell;
  const parts: string[] = [];
  for (const [row, name] of names.entries()) {
    const total = Math.max(
      1,
      counts[row]!.reduce((sum, count) => sum + count, 0),
    );
    const middle = top + row * cell + cell / 2;
    parts.push(`<text x="${left - 8}" y="${middle + 4}" text-anchor="end">${toText(name)}</text>`);
    parts.push(
      `<text x="${left + row * cell + cell / 2}" y="${top - 8}" text-anchor="start" transform="rotate(-40 ${left + row * cell + cell / 2} ${top - 8})">${toText(name)}</text>`,
    );
    for (let column = 0; column < names.length; column += 1) {
      const count = counts[row]![column]!;
      const share = count / total;
      const x = left + column * cell;
      const y = top + row * cell;
      parts.push(
        `<rect x="${x}" y="${y}" width="${cell}" height="${cell}" fill="#1f5fa8" fill-opacity="${share.toFixed(3)}" stroke="#cccccc"/>`,
        `<text x="${x + cell / 2}" y="${middle + 4}" text-anchor="middle" fill="${share > 0.5 ? '#ffffff' : '#222222'}">${count}</text>`,
      );
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + size + 80} ${top + size + 30}" font-family="sans-serif" font-size="13" fill="#222222"><rect width="100%" height="100%" fill="#ffffff"/><text x="12" y="22" font-size="15" font-weight="bold">${toText(title)}</text>${parts.join('')}</svg>\n`;
}
