/** Compressed bodies, on the routes that take them. */
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, inflate as inflateZlib } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../core/errors.ts';
import { InputError, plainBytes as unpackedBytes } from '../../ingest/framing/byte-steps.ts';
import { checkEncoding } from './body.ts';

const inflaters = { gzip: promisify(gunzip), 'x-gzip': promisify(gunzip), deflate: promisify(inflateZlib) };

const tooLarge = (): AppError =>
  new AppError('too_large', 'The request body is too large after decompression');
/** Of JSON in one byte a character: nothing to undo. */
const isPlain = ([first, second]: Buffer): boolean =>
  first === undefined || ((first === 0x7b || first === 0x5b) && second !== 0);

/** What is packed or encoded without a header that says so, unpacked. */
async function recognized(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  if (isPlain(bytes)) return bytes;
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const piece of unpackedBytes(Readable.from([bytes], { objectMode: true }))) {
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

/**
 * The bytes, inflated where they are compressed. Throws `too_large` for more than `maxBytes` of them, `bad_request` where
 * they are not what their header says.
 */
export async function plainBytes(request: FastifyRequest, bytes: Buffer, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (!Object.hasOwn(inflaters, encoding)) {
    checkEncoding(request);
    return recognized(bytes, maxBytes);
  }
  try {
    const inflated = await inflaters[encoding as keyof typeof inflaters](bytes, {
      maxOutputLength: maxBytes,
    });
    return await recognized(inflated, maxBytes);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new AppError('bad_request', `The body is not valid ${encoding === 'deflate' ? 'deflate' : 'gzip'}`);
  }
}
