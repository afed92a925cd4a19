/**
 * The ledger's form: append-only, each entry names the hash of the one before it and is signed by the server. Pure: storage
 * and keys are the server's, checking is anyone's.
 */
import { z } from 'zod'
import { hashRecord } from '../canonical.ts'
import { type Bilingual, both } from '../text.ts'

export const ledgerEntrySchema = z.object({
  /** 1, 2, 3, … without gaps */
  sequence: z.number().int().positive(),
  /** Salted hash or id of who did it: never a name. */
  actor: z.string(),
  role: z.string(),
  /** UTC */
  time: z.iso.datetime(),
  /** e.g. `run/0190…` */
  subject: z.string(),
  /** What was done: `run.stored`, `scenario.saved` … */
  action: z.string(),
  /** Canonical JSON holds it; records by their hash. */
  detail: z.record(z.string(), z.unknown()),
  /** Hash of the entry before; 64 zeros for the first. */
  previous: z.string().length(64),
  hash: z.string().length(64),
  /** Ed25519 over the hash, base64. */
  signature: z.string(),
})
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>

/**
 * An entry of which only the place in the chain is shown: its server found it whole and signs where it stands, with the key
 * of today. Two such signatures that contradict each other convict it.
 */
export const sealedEntrySchema = ledgerEntrySchema
  .pick({ sequence: true, previous: true, hash: true, signature: true })
  // Strict: an entry that is shown is none.
  .extend({ link: z.string() })
  .strict()
export type SealedEntry = z.infer<typeof sealedEntrySchema>
export const chainEntrySchema = z.union([sealedEntrySchema, ledgerEntrySchema])
export type ChainEntry = z.infer<typeof chainEntrySchema>
export const isSealed = (entry: ChainEntry): entry is SealedEntry => 'link' in entry
export const linkHash = ({ sequence, previous, hash }: Pick<ChainEntry, 'sequence' | 'previous' | 'hash'>): string =>
  hashRecord({ sequence, previous, hash })

export const FIRST_PREVIOUS = '0'.repeat(64)

export type LedgerBody = Omit<LedgerEntry, 'hash' | 'signature'>
export const bodyOf = (entry: LedgerBody): LedgerBody => {
  const { sequence, actor, role, time, subject, action, detail, previous } = entry
  return { sequence, actor, role, time, subject, action, detail, previous }
}
export const ledgerHash = (entry: LedgerBody): string => hashRecord(bodyOf(entry))

/** Published daily and kept elsewhere: what a ledger whose end was cut off no longer reaches. */
export const ledgerHeadSchema = ledgerEntrySchema
  .pick({ sequence: true, hash: true, time: true })
  // Those published first had neither.
  .extend({ signature: z.string().optional(), publicKey: z.string().optional() })
export type LedgerHead = z.infer<typeof ledgerHeadSchema>

/** The action of an entry that hands signing over to another key. The old key signs it; those after it the new one. */
export const KEY_ROTATED = 'ledger.key-rotated'
const keyRotationSchema = z.object({
  /** SPKI, PEM */
  from: z.string(),
  to: z.string(),
  /** The new key's own signature over `rotationHash`: whoever trusts it trusts all that came before. */
  proof: z.string(),
})
export type KeyRotation = z.infer<typeof keyRotationSchema>
export const rotationHash = (previous: string, { from, to }: Pick<KeyRotation, 'from' | 'to'>): string =>
  hashRecord({ previous, from, to })
const isRotation = (entry: ChainEntry): entry is LedgerEntry => !isSealed(entry) && entry.action === KEY_ROTATED
const rotationOf = (entry: LedgerEntry): KeyRotation | null => keyRotationSchema.safeParse(entry.detail).data ?? null

/**
 * Whether it is the key's Ed25519 signature, base64, over the bytes of a hash in hex; false too for what is none.
 * @param publicKey SPKI, PEM
 */
export type VerifySignature = (publicKey: string, hash: string, signature: string) => boolean | Promise<boolean>

export type LedgerFault = {
  sequence: number
  what: 'sequence' | 'previous' | 'hash' | 'signature' | 'key' | 'record' | 'short'
}

export const faultTitles: Readonly<Record<LedgerFault['what'], Bilingual>> = {
  sequence: both('sai số thứ tự', 'out of sequence'),
  previous: both('không nối với mục trước', 'does not follow the entry before'),
  hash: both('nội dung đã bị đổi', 'its content was changed'),
  signature: both('chữ ký không đúng', 'its signature is not ours'),
  key: both('khóa ký không nối tiếp khóa đã biết', 'the signing key does not follow from the one known'),
  record: both('bản ghi không khớp với mục sổ', 'its record differs from the entry, or has none'),
  short: both(
    'sổ ngắn hơn hoặc khác đầu sổ đã công bố',
    'the ledger is shorter than, or differs from, its published head',
  ),
}

/**
 * The key that signed an entry.
 * @param rotations every entry of that action, in order @param publicKey the key that signs today
 */
export function keyAt(rotations: readonly LedgerEntry[], publicKey: string, sequence: number): string {
  const next = rotations.find((rotation) => rotation.sequence >= sequence)
  return next ? (rotationOf(next)?.from ?? '') : publicKey
}

/** The rotations that do not lead, signed by both keys, to the key that signs today. */
export async function verifyRotations(
  rotations: readonly LedgerEntry[],
  publicKey: string,
  verify: VerifySignature,
): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = []
  for (const [i, entry] of rotations.entries()) {
    const told = rotationOf(entry)
    const next = rotations[i + 1]
    const right =
      told !== null &&
      told.to === (next ? rotationOf(next)?.from : publicKey) &&
      entry.hash === ledgerHash(entry) &&
      (await verify(told.from, entry.hash, entry.signature)) &&
      (await verify(told.to, rotationHash(entry.previous, told), told.proof))
    if (!right) faults.push({ sequence: entry.sequence, what: 'key' })
  }
  return faults
}

/** Whether an entry is what its hash says; of a sealed one, whether the key of today says so. */
export const isWhole = async (entry: ChainEntry, publicKey: string, verify: VerifySignature): Promise<boolean> =>
  isSealed(entry) ? verify(publicKey, linkHash(entry), entry.link) : entry.hash === ledgerHash(entry)

export interface Verification {
  readonly verify: VerifySignature
  /** The key that signs today, as the reader knows it. SPKI, PEM. */
  readonly publicKey: string
  /** A published head: a chain that is shorter or differs there is a fault. */
  readonly head?: Pick<LedgerHead, 'sequence' | 'hash'> | null
  /** Of a part of the ledger: what it follows, and every rotation there is. Left out: it is the whole. */
  readonly part?: { readonly after: Pick<LedgerHead, 'sequence' | 'hash'>; readonly rotations: readonly LedgerEntry[] }
  /** Called now and then, 0 … 1; waited for. */
  readonly progress?: (fraction: number) => void | Promise<void>
}

/** Entries between two calls of `progress`. */
const TELL_EVERY = 64

/** The faults of a chain, in order; none for a whole one. */
export async function verifyLedger(entries: readonly ChainEntry[], by: Verification): Promise<LedgerFault[]> {
  const { verify, publicKey, head, part, progress } = by
  const faults: LedgerFault[] = []
  const rotations = part?.rotations ?? entries.filter(isRotation)
  let { sequence, hash: previous } = part?.after ?? { sequence: 0, hash: FIRST_PREVIOUS }
  const first = sequence + 1
  let next = 0
  for (const [i, entry] of entries.entries()) {
    sequence++
    while (next < rotations.length && rotations[next]!.sequence < entry.sequence) next++
    if (entry.sequence !== sequence) faults.push({ sequence, what: 'sequence' })
    if (entry.previous !== previous) faults.push({ sequence: entry.sequence, what: 'previous' })
    if (!(await isWhole(entry, publicKey, verify))) faults.push({ sequence: entry.sequence, what: 'hash' })
    const key = keyAt(rotations.slice(next, next + 1), publicKey, entry.sequence)
    if (!(await verify(key, entry.hash, entry.signature))) faults.push({ sequence: entry.sequence, what: 'signature' })
    previous = entry.hash
    if (i % TELL_EVERY === 0) await progress?.(i / entries.length)
  }
  faults.push(...(await verifyRotations(rotations, publicKey, verify)))
  if (head && entries[head.sequence - first]?.hash !== head.hash)
    faults.push({ sequence: head.sequence, what: 'short' })
  return faults
}
