import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { addLedgerKey, dropLedgerKeys, readSecrets, secretFile } from './secrets.ts'

const dir = mkdtempSync(join(tmpdir(), 'vithanh-secrets-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('made once, the same afterwards, for our eyes alone', () => {
  const first = readSecrets(dir)
  expect(readSecrets(dir).publicKeyPem).toBe(first.publicKeyPem)
  expect(readSecrets(dir).actor('a')).toBe(first.actor('a'))
  expect(first.actor('a')).not.toBe(first.actor('b'))
  expect(statSync(`${dir}/secrets`).mode & 0o777).toBe(0o700)
  expect(statSync(`${dir}/secrets/ledger-ed25519.pem`).mode & 0o777).toBe(0o600)
  expect(secretFile(dir, 'x', () => '1')).toBe('1')
  expect(secretFile(dir, 'x', () => '2')).toBe('1')
})

test('a key of the ledger that came later is found, for our eyes alone; one that was dropped is not', () => {
  const secrets = readSecrets(dir)
  const added = addLedgerKey(dir)
  expect(secrets.signer(added.publicKeyPem)!.equals(added.privateKey)).toBe(true)
  expect(statSync(added.file).mode & 0o777).toBe(0o600)
  expect(secrets.signer('another')).toBeNull()
  dropLedgerKeys(dir, [added.publicKeyPem])
  expect(readSecrets(dir).signer(secrets.publicKeyPem)).toBeNull()
  // The first key's file is gone: no new one is made in its place.
  expect(readSecrets(dir).publicKeyPem).toBe(added.publicKeyPem)
})

test('what is sealed opens here, for the same thing, unchanged, and nowhere else', () => {
  const { seal, open } = readSecrets(dir)
  const sealed = seal('bí mật', 'totp/1')
  expect(open(sealed, 'totp/1')).toBe('bí mật')
  expect(readSecrets(dir).open(sealed, 'totp/1')).toBe('bí mật')
  expect(seal('bí mật', 'totp/1')).not.toBe(sealed)
  expect(() => open(sealed, 'totp/2')).toThrow()
  expect(() => open(`${sealed.slice(0, -2)}AA`, 'totp/1')).toThrow()
  expect(() => open('', 'totp/1')).toThrow()
  const elsewhere = mkdtempSync(join(tmpdir(), 'vithanh-secrets-'))
  expect(() => readSecrets(elsewhere).open(sealed, 'totp/1')).toThrow()
  rmSync(elsewhere, { recursive: true, force: true })
})
