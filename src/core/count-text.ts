/** `1,234,567` of a whole number: as `toLocaleString('en-US')`, whose first call loads 7 MB of the world's number formats. */
export const countText = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
