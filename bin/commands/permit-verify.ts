/**
 * `vithanh permit verify`: whether a permit's PDF is rightly signed, by whom and when, without any server: only what the file says and
 * whom the reader trusts. Ends with 3 where it is not. What has become of the permit since stands in the register alone.
 */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { describeProblem, Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { certificatesIn, revocationListsIn, sha256 } from '../../server/signatures/certificate.ts'
import { isFault, type SignatureFacts, verifySigned } from '../../server/signatures/verify.ts'
import { bytesOf } from '../source-file.ts'

export const usage =
  'permit verify <file.pdf> --trust <roots.pem> [--crl <list>]… [--at <instant>] [--json]   kiểm tra chữ ký số của giấy phép / checks the signature of a permit' +
  '\n    --crl: a revocation list, PEM or DER, as often as needed; without one revocation is not checked. --at: as of another instant (ISO 8601)'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      trust: { type: 'string' },
      crl: { type: 'string', multiple: true },
      at: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [file] = positionals
  if (!file || positionals.length > 1 || !values.trust) {
    process.stderr.write(`Cần một tệp PDF và --trust / one PDF and --trust are needed\nvithanh ${usage}\n`)
    return 2
  }
  const at = values.at === undefined ? new Date() : new Date(values.at)
  if (Number.isNaN(at.getTime())) {
    const message = both('Thời điểm không hợp lệ', 'Not an instant')
    throw new Problem({ code: 'permit/at', message, place: '--at', expected: '2026-11-26T03:00:00Z' })
  }
  const anchors = certificatesIn(await bytesOf(values.trust), values.trust)
  const lists = values.crl
    ? (await Promise.all(values.crl.map(async (list) => revocationListsIn(await bytesOf(list), list)))).flat()
    : null
  const bytes = await bytesOf(file)
  const hash = sha256(bytes)
  try {
    const facts = await verifySigned(bytes, { original: null, trust: { anchors, lists }, at, notBefore: null })
    process.stdout.write(
      values.json ? `${JSON.stringify({ valid: true, hash, signature: facts }, null, 2)}\n` : told(hash, facts),
    )
    return 0
  } catch (error) {
    if (!isFault(error)) throw error
    const detail = { ...error.detail, file: basename(file) }
    if (values.json) process.stdout.write(`${JSON.stringify({ valid: false, hash, problem: detail }, null, 2)}\n`)
    else process.stdout.write(`✗ ${describeProblem(detail, 'vi')}\n  ${describeProblem(detail, 'en')}\n`)
    return 3
  }
}

function told(hash: string, { signer, level, signedAt, algorithm, anchor, revocation }: SignatureFacts): string {
  const checked =
    revocation === 'checked' ? 'chưa bị thu hồi / not revoked' : 'chưa kiểm tra thu hồi / not checked for revocation'
  return [
    `✓ Chữ ký hợp lệ / the signature is valid   ${level}   ${algorithm}`,
    `  người ký / signed by   ${signer.subject}`,
    `  lúc / at               ${signedAt} (theo người ký / as the signer says)`,
    `  chứng thư / certificate ${signer.fingerprint}, ${checked}`,
    `  tin cậy bởi / trusted by ${anchor.subject}`,
    `  tệp / file SHA-256     ${hash}`,
    '',
  ].join('\n')
}
