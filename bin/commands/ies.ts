/** `vithanh ies`: what a photometric file says, IES (LM-63) or EULUMDAT. */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { describePhotometry, readPhotometry } from '../../data/readers/photometry/photometry.ts'
import { bytesOf } from '../source-file.ts'

export const usage = 'ies file.ies|file.ldt [--json]   đọc tệp trắc quang / tells what a photometric file says'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const [file] = positionals
  if (!file || positionals.length > 1) {
    process.stderr.write(`Cần một tệp / one file is needed\nvithanh ${usage}\n`)
    return 2
  }
  const read = readPhotometry(await bytesOf(file, file), basename(file))
  const said = describePhotometry(read)
  process.stdout.write(values.json ? `${JSON.stringify(said, null, 2)}\n` : told(said))
  return 0
}

function told(said: ReturnType<typeof describePhotometry>): string {
  const { beamAngles: b, maxCandela: m } = said
  const efficacy = said.lumensPerWatt === null ? '' : `, ${said.lumensPerWatt.toFixed(1)} lm/W`
  const lines = [
    `${said.title}`,
    `${said.format}, loại / type ${said.type}, đối xứng / symmetry ${said.symmetry}, ${said.planes} × ${said.gammas}`,
    `quang thông / flux ${said.fluxLumens.toFixed(1)} lm, ${said.powerWatts} W${efficacy}`,
    `chùm sáng 50 % / beam 50 %: C0 ${b.half.c0.toFixed(1)}°, C90 ${b.half.c90.toFixed(1)}°`,
    `chùm sáng 10 % / beam 10 %: C0 ${b.tenth.c0.toFixed(1)}°, C90 ${b.tenth.c90.toFixed(1)}°`,
    `cường độ lớn nhất / greatest intensity ${m.candela.toFixed(1)} cd, C ${m.plane}°, γ ${m.gamma}°`,
    ...said.notes.map(({ vi, en }) => `${vi} / ${en}`),
  ]
  return `${lines.join('\n')}\n`
}
