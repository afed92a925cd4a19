/** `vithanh layer formats`: which files can be read, which layers they can be put onto, and how columns are converted. */
import { parseArgs } from 'node:util'
import { fieldsOf, isTarget } from '../../data/readers/layer/fields.ts'
import { conversions } from '../../data/readers/layer/mapping.ts'
import { mustCome } from '../../data/readers/layer/suggest.ts'
import { READABLE } from '../../data/readers/vector/read.ts'
import { layerAbout, layerIds } from '../../scenarios/city/layers.ts'

export const usage = 'layer formats   các định dạng, lớp và trường / formats, layers and fields that an import knows'

export async function run(args: string[]): Promise<number> {
  parseArgs({ args, options: {} })
  const lines = [
    `Định dạng / formats: ${READABLE}`,
    '',
    'Lớp và trường (* phải có trong tệp) / layers and fields (* must come from the file)',
  ]
  for (const id of layerIds.filter(isTarget)) {
    const { title, geometry } = layerAbout[id]
    const fields = fieldsOf(id).map((field) => {
      const choices = field.kind === 'choice' ? `(${field.values.join('|')})` : ''
      return `${field.path}${mustCome(id, field) ? '*' : ''}${choices}`
    })
    lines.push(`${id} – ${title.vi} / ${title.en} [${geometry}]`, `  ${fields.join(', ')}`)
  }
  lines.push('', `Đổi đơn vị / conversions: ${Object.keys(conversions).join(', ')}`)
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}
