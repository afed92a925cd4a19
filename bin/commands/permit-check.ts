/**
 * `vithanh permit check`: a case against the rules of its day, a line each. Ends with 0 whatever the verdict; with 2 where the
 * file is wrong.
 */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { readPermitCase } from '../../data/readers/case/permit-case.ts'
import { Problem } from '../../scenarios/problem.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import type { CheckReport, RuleLine, Verdict } from '../../scenarios/rules/report.ts'
import { said } from '../../scenarios/rules/rule.ts'
import { both, type Language } from '../../scenarios/text.ts'
import { bytesOf } from '../source-file.ts'

export const usage =
  'permit check case.json [--json] [--lang vi|en]   kiểm tra hồ sơ theo quy chuẩn / checks a case against the rules' +
  '\n    --json: the report; `title` and `why` of each rule are one sentence, Vietnamese unless --lang en'

const isLanguage = (text: string): text is Language => text === 'vi' || text === 'en'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, lang: { type: 'string', default: 'vi' } },
  })
  const [file] = positionals
  const { lang, json } = values
  if (!file || positionals.length > 1 || !isLanguage(lang)) {
    process.stderr.write(`Cần một tệp hồ sơ / one case file is needed; --lang vi|en\nvithanh ${usage}\n`)
    return 2
  }
  const report = await reportOf(file)
  process.stdout.write(json ? `${JSON.stringify(inOneLanguage(report, lang), null, 2)}\n` : told(report, lang))
  return 0
}

async function reportOf(file: string): Promise<CheckReport> {
  const name = basename(file)
  const given = readPermitCase(new TextDecoder().decode(await bytesOf(file, file)), name)
  try {
    return checkPermit(given)
  } catch (error) {
    throw error instanceof Problem ? new Problem({ ...error.detail, file: name }) : error
  }
}

const inOneLanguage = (report: CheckReport, lang: Language) => ({
  ...report,
  rules: report.rules.map((line) => ({ ...line, title: line.title[lang], why: line.why[lang] })),
})

const marks: Record<Verdict, string> = { pass: '✓', fail: '✗', person: '?' }
const verdictTitles = {
  pass: both('ĐẠT', 'PASS'),
  fail: both('KHÔNG ĐẠT', 'FAIL'),
  person: both('CẦN NGƯỜI QUYẾT ĐỊNH', 'NEEDS A PERSON'),
} satisfies Record<Verdict, unknown>

function told(report: CheckReport, lang: Language): string {
  const count = (verdict: Verdict) => report.rules.filter((line) => line.verdict === verdict).length
  const { vi, en } = verdictTitles[report.verdict]
  const head = [
    `${marks[report.verdict]} ${vi} / ${en}   ✓ ${count('pass')}   ✗ ${count('fail')}   ? ${count('person')}`,
    `${report.date}   quy tắc / rules ${report.rulesVersion}   hồ sơ / case ${report.caseHash.slice(0, 16)}`,
    ...(report.illustrative ? ['MINH HỌA: dựa trên dữ liệu sinh hoặc giả định / ILLUSTRATIVE'] : []),
  ]
  const rows = report.rules.map((line) => rowOf(line, lang))
  return `${[...head, '', ...rows].join('\n')}\n`
}

function rowOf(line: RuleLine, lang: Language): string {
  const figure = (value: RuleLine['limit']) =>
    value === null ? '–' : typeof value === 'number' ? said(value, line.unit, lang) : value
  const compared =
    line.limit === null && line.actual === null
      ? ''
      : lang === 'vi'
        ? `   có ${figure(line.actual)}, mức ${figure(line.limit)}`
        : `   is ${figure(line.actual)}, limit ${figure(line.limit)}`
  return `${marks[line.verdict]} ${line.id}: ${line.title[lang]}${compared}\n    ${line.why[lang]}\n    ${line.clause}`
}
