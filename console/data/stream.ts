/** Server-sent events out of a `fetch` body: browsers' EventSource cannot carry a token in a header. */
export interface Frame {
  id: string | null;
  event: string;
  data: string;
}

/** Reads frames as they come; comments (heartbeats) are frames without data. Ends when the body does. */
export async function* readFrames(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += value;
      let end = rest.indexOf('\n\n');
      while (end >= 0) {
        yield toFrame(rest.slice(0, end));
        rest = rest.slice(end + 2);
        end = rest.indexOf('\n\n');
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

export function toFrame(text: string): Frame {
  const frame: Frame = { id: null, event: 'message', data: '' };
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, '');
    const name = line.slice(0, colon);
    if (name === 'id') frame.id = value;
    else if (name === 'event') frame.event = value;
    else if (name === 'data') frame.data += frame.data === '' ? value : `\n${value}`;
  }
  return frame;
}
