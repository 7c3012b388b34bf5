/**
 * A listener takes what sensors send that cannot speak HTTP. It is off until its port is set. One file each, one line in
 * index.ts; what they share is in this folder: bounded servers, frames, whose message it is, and the way to the pipeline.
 */
import type { Intake } from './intake.ts';

/** A setting that holds the port; null there = off. */
export type ListenerPort =
  | 'syslogUdp'
  | 'syslogTcp'
  | 'syslogTls'
  | 'gelfUdp'
  | 'gelfTcp'
  | 'gelfTls'
  | 'jsonTcp'
  | 'jsonTls'
  | 'hpfeeds';
export type ListenerPorts = Readonly<Record<ListenerPort, number | null>>;

/** Who opened a connection, as far as it shows. */
export interface Origin {
  address: string;
  /** SHA-256 of the certificate that the sender showed and has the key of, in capital hex digits; null = none. */
  certificate: string | null;
}

/** What one connection is given, in order. It rejects where the connection is to be closed. */
export interface Conversation {
  /** What the server says first; empty = nothing. */
  greeting: Uint8Array;
  /** `say` answers. Resolves when all of it is dealt with: until then nothing further is read. */
  push(chunk: Uint8Array, say: (bytes: Uint8Array) => void): Promise<void>;
  /** The connection ended: what is left without its end. */
  end(): Promise<void>;
  /** Whether a node is known: such connections may be silent for long. */
  isKnown(): boolean;
}

interface ListenerShape {
  /** Kebab-case, the file's name; `input` of ingest problems. */
  name: string;
  port: ListenerPort;
}

export interface TcpListener extends ListenerShape {
  transport: 'tcp';
  /** The setting of the port on which it speaks TLS, where it can. */
  tlsPort?: ListenerPort;
  open(origin: Origin, intake: Intake): Conversation;
}

export interface UdpListener extends ListenerShape {
  transport: 'udp';
  /** Made once; given each datagram. */
  open(intake: Intake): (datagram: Uint8Array, address: string) => Promise<void>;
}

export type Listener = TcpListener | UdpListener;

export const defineListener = <T extends Listener>(listener: T): T => listener;
