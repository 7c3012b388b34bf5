/** Files of the API. They need the token in a header, so a plain link cannot fetch them. */
import { request } from './client.ts';
import { isInSample } from './sample-mode.ts';

/** Saves the answer under a name. Rejects with ApiError. */
export async function download(path: string, name: string): Promise<void> {
  const blob = await (await request(path)).blob();
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  // A file leaves the page, and its badge with it.
  link.download = isInSample() ? `DEMO-${name}` : name;
  link.click();
  // The browser reads it in its own time.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
