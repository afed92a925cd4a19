/** Ids: `osm:way/1` for what was imported, `vt:building/<stable hash>` for what was made here, UUIDv7 for records. Never renumbered. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { v7 } from 'uuid'

export const recordId = (): string => v7()

/** `vt:<kind>/<12 hex>`: the same key gives the same id for ever. */
export const stableId = (kind: string, key: string): string => `vt:${kind}/${hashText(`${kind}\n${key}`).slice(0, 12)}`

/** SHA-256 of bytes as 64 hex digits. */
export const hashBytes = (bytes: Uint8Array): string => bytesToHex(sha256(bytes))
export const hashText = (text: string): string => hashBytes(utf8ToBytes(text))
