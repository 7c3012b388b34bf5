/** Where a list goes on whose answer is bare. */

/** The cursor of a `Link` header with `rel="next"`; null where there is none. */
export function toNextCursor(link: string | null): string | null {
  const found = /<[^>]*[?&]cursor=([^&>]+)[^>]*>;\s*rel="?next"?/.exec(link ?? '');
  return found?.[1] === undefined ? null : decodeURIComponent(found[1].replaceAll('+', ' '));
}
