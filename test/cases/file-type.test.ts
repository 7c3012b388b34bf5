import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileTypeOf } from '../../src/cases/file-type.ts';

const elf = (bits: number, order: number, machine: number): Buffer => {
  const bytes = Buffer.alloc(64);
  bytes.write('\x7fELF', 'latin1');
  bytes[4] = bits;
  bytes[5] = order;
  if (order === 2) bytes.writeUInt16BE(machine, 18);
  else bytes.writeUInt16LE(machine, 18);
  return bytes;
};

describe('the type of a file', () => {
  it('is what its first bytes say', () => {
    const cases: [bytes: Buffer | string, type: string][] = [
      [elf(2, 1, 62), 'ELF 64-bit, x86-64'],
      [elf(1, 2, 8), 'ELF 32-bit, MIPS'],
      [elf(1, 1, 40), 'ELF 32-bit, ARM'],
      [elf(1, 1, 60_000), 'ELF 32-bit, unknown machine'],
      ['MZ\x90\0', 'Windows program'],
      ['#!/bin/sh\nid', 'Script for sh'],
      ['#! /usr/bin/env python3\n', 'Script for python3'],
      ['<?php system(1);', 'PHP'],
      ['ssh-rsa AAAAB3Nza mdrfckr', 'SSH public keys'],
      ['wget http://x/y', 'Text'],
      [Buffer.from([0x1f, 0x8b, 8]), 'gzip'],
      [Buffer.from([0, 1, 2]), 'Data'],
      ['', 'Text'],
      ['\x7fELF', 'Data'],
      [`#!${'/x'.repeat(500)}`, 'Script for x'],
    ];
    for (const [bytes, type] of cases)
      assert.equal(fileTypeOf(Buffer.from(bytes as string, 'latin1')), type, String(bytes).slice(0, 20));
  });
});
