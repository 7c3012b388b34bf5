/** Packed bodies, on the routes that take them: as their header says, and what is packed or encoded without saying so. */
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../core/errors.ts';
import { InputError, plainBytes } from '../../ingest/framing/byte-steps.ts';
import { checkEncoding } from './body.ts';

const inflate = promisify(gunzip);

const tooLarge = (): AppError =>
  new AppError('too_large', 'The request body is too large after decompression');

async function inflated(request: FastifyRequest, bytes: Buffer, maxBytes: number): Promise<Buffer> {
  if (!/^(?:x-)?gzip$/i.test(request.headers['content-encoding'] ?? '')) {
    checkEncoding(request);
    return bytes;
  }
  try {
    return await inflate(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new AppError('bad_request', 'The body is not valid gzip');
  }
}

const isPlainStart = (byte: number | undefined): boolean =>
  byte === 0x7b || byte === 0x5b || byte === undefined;

/**
 * The bytes of a body as UTF-8, unpacked. Throws `too_large` for more than `maxBytes` of them, `bad_request` where they are
 * not what they claim to be.
 */
export async function unpackBody(request: FastifyRequest, packed: Buffer, maxBytes: number): Promise<Buffer> {
  const bytes = await inflated(request, packed, maxBytes);
  if (isPlainStart(bytes[0]) && bytes[1] !== 0) return bytes;
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const piece of plainBytes(Readable.from([bytes], { objectMode: true }))) {
      sizeBytes += piece.length;
      if (sizeBytes > maxBytes) throw tooLarge();
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof InputError)
      throw new AppError('bad_request', `The body cannot be read: ${error.message}`);
    throw error;
  }
  return Buffer.concat(pieces);
}
