/** Whether whoever asked still waits for the answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Aborted when the connection closes before the answer is complete. */
export function watchHangUp(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const { raw } = reply;
  const look = (): void => {
    if (!raw.writableFinished) gone.abort();
  };
  raw.once('close', look);
  // It may have closed while the call was authenticated.
  if (request.raw.socket.destroyed) look();
  return gone.signal;
}
