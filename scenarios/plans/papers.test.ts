import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { pdfFile, pdfText } from '../../test/pdf-text.ts'
import type { PlanConflict, PlanView } from '../api/plans.ts'
import { canonicalJson } from '../canonical.ts'
import { type Edit, slotOf } from '../edit.ts'
import { usualOffice } from '../permits/papers/paper.ts'
import { paperDocument } from '../permits/papers/print.ts'
import { planBasis, planDecision, planWatermark } from './papers.ts'
import { planStates, standingOf } from './process.ts'
import { assumedTerms } from './terms.ts'

const AT = '2026-11-26T03:00:00.000Z'
const edit: Edit = {
  kind: 'pond',
  target: 'vt:pond/1',
  from: null,
  to: {
    ring: [
      [0, 0],
      [10, 0],
      [10, 10],
    ],
    bedMetres: -1,
    waterMetres: 0,
  },
}
const digest = 'd'.repeat(64)
const drawing = 'a'.repeat(64)
const uuid = '01990000-0000-7000-8000-000000000001'
const plan: PlanView = {
  id: uuid,
  revision: 9,
  kind: 'detail',
  title: 'Khu dân cư phía Bắc kênh',
  unitCode: null,
  state: 'to-decide',
  submissions: 1,
  edits: 1,
  consultedUntil: '2026-11-25',
  decisionNumber: null,
  effectiveFrom: null,
  specimen: false,
  changedAt: AT,
  purpose: 'Thoát nước, cây xanh',
  adjusts: null,
  openedAt: AT,
  current: {
    number: 1,
    submittedAt: AT,
    // Of the scenario only its names are printed.
    scenario: { scenario: { id: uuid, body: { city: 'c'.repeat(64) } }, revision: 4 } as never,
    edits: [edit],
    runs: [
      {
        claimed: { kind: 'drainage', of: 'scenario', digest, kernel: 'drainage@1', city: 'c', scenarioHash: digest },
        jobId: uuid,
        state: 'same',
        progress: 1,
        differences: [],
        run: {
          record: {
            schema: 'run@1',
            digest,
            kernel: 'drainage@1',
            indicators: {
              areaSquareMetres: [12_345, 678, 90],
              buildings: [7, 3, 1],
              households: [6, 2, 0],
              streetMetres: [210, 40, 0],
            },
          } as never,
          title: '',
          clientDigest: digest,
          digestsAgree: true,
          ledgerSequence: 12,
        },
      },
    ],
    consultation: { openedAt: '2026-10-26T03:00:00.000Z', until: '2026-11-25', days: 30 },
    current: true,
  },
  decision: null,
  replaces: [],
  replacedBy: [],
  changes: [],
  attachments: [],
  comments: { total: 2, waiting: 0, shown: 1, hidden: 1, answered: 1 },
  summary: null,
  history: [
    { revision: 1, event: 'open', state: 'task', submission: 0, at: AT, actor: 'Lan', note: '', ledgerSequence: 10 },
    {
      revision: 2,
      event: 'match',
      state: 'ready',
      submission: 1,
      at: AT,
      actor: 'clock',
      note: '',
      ledgerSequence: 13,
    },
  ],
  may: [],
  heldBack: [],
  terms: assumedTerms,
}
const decided: PlanView = {
  ...plan,
  state: 'published',
  decision: {
    number: '1234/QĐ-UBND',
    issuer: 'Ủy ban nhân dân thành phố Cần Thơ',
    signedOn: '2026-11-26',
    effectiveFrom: '2026-12-01',
    expiresOn: '2035-12-31',
    drawings: [drawing],
    replaces: [],
  },
  decisionNumber: '1234/QĐ-UBND',
  replaces: [{ planId: uuid, changeId: uuid, title: '9/QĐ-UBND · Đồ án cũ', reason: 'Mở rộng hồ' }],
  attachments: [{ hash: drawing, name: 'Bản đồ.pdf', kind: 'pdf', bytes: 9, purpose: 'drawing', addedAt: AT }],
  changes: [
    {
      id: uuid,
      source: `plan/${uuid}`,
      position: 0,
      edit,
      buildState: 'under-construction',
      effectiveFrom: '2026-12-01',
      movedAt: AT,
      modelOrder: null,
      may: [],
      document: null,
    },
  ],
}
const conflict: PlanConflict = {
  key: digest,
  why: 'overlap',
  slot: slotOf(edit),
  source: `permit/${uuid}`,
  changeId: null,
  other: '7/GPXD',
  at: [0, 0],
  areaSquareMetres: 12.5,
  ours: { vi: 'Hồ điều hòa', en: 'Pond' },
  theirs: { vi: 'Giấy phép xây dựng 7/GPXD', en: 'Permit' },
  theirTitle: '7/GPXD',
  settleable: ['both-stand'],
  settled: { how: 'both-stand', reason: 'Nhà nằm ngoài mép hồ', by: 'Minh', at: AT },
}
const office = usualOffice('Phường Vị Thanh', 'https://vithanh.example')
const context = { plan, conflicts: [] as PlanConflict[], office, at: AT }
const said = (paper: object) => canonicalJson(paper)

describe('the papers of a plan', () => {
  test('a phương án never looks like an approved plan, in no state; a specimen is one for good', () => {
    for (const state of planStates) {
      const mark = planWatermark({ state, specimen: false })
      expect([state, mark === null]).toEqual([state, standingOf(state) === 'in-force'])
      expect(planWatermark({ state, specimen: true })).toContain('MINH HỌA')
    }
    const draft = planDecision(context)
    expect(draft).toMatchObject({ number: null, date: null, watermark: 'PHƯƠNG ÁN', marks: { Approved: 'false' } })
    expect(said(draft)).not.toContain('QĐ-UBND')
  })

  test('the decision: number, issuer, dates, drawings by hash, what it replaces, and that approved is not built', () => {
    const paper = planDecision({ ...context, plan: decided })
    expect(paper).toMatchObject({
      kind: 'plan-decision',
      issuer: ['', 'Ủy ban nhân dân thành phố Cần Thơ'],
      number: '1234/QĐ-UBND',
      date: '2026-11-26',
      watermark: null,
      qr: { text: `https://vithanh.example/plans/${uuid}` },
      marks: { Approved: 'true', Decision: '1234/QĐ-UBND', PlanState: 'published' },
    })
    for (const words of [
      'Khu dân cư phía Bắc kênh',
      'ngày 01 tháng 12 năm 2026',
      'ngày 31 tháng 12 năm 2035',
      'Bản đồ.pdf',
      drawing,
      '9/QĐ-UBND · Đồ án cũ: Mở rộng hồ',
      '2 ý kiến, 1 công khai, 1 đã trả lời, 1 không hiển thị',
      'đang xây dựng',
    ])
      expect(said(paper)).toContain(words)
  })

  test('the sheet: digests, figures, conflicts as they were settled, steps with their places in the ledger', () => {
    const paper = planBasis({ ...context, plan: decided, conflicts: [conflict] })
    for (const words of [
      digest,
      '12.345',
      'khớp',
      'cùng tồn tại: Nhà nằm ngoài mép hồ',
      '12,5 m²',
      '#13',
      'Hệ thống',
      'bản lưu 4',
    ])
      expect(said(paper)).toContain(words)
    expect(said(planBasis(context))).not.toContain('Mâu thuẫn')
  })

  test('they print by the layout of the desk', async () => {
    const all = {
      draft: planDecision(context),
      decision: planDecision({ ...context, plan: decided }),
      basis: planBasis({ ...context, plan: decided, conflicts: [conflict] }),
    }
    for (const [name, paper] of Object.entries(all)) {
      const document = paperDocument(paper, AT)
      expect(document.info).toMatchObject({ Plan: uuid })
      const file = await pdfFile(document)
      if (process.env.PAPERS_TO) writeFileSync(`${process.env.PAPERS_TO}/${name}.pdf`, file)
      const words = pdfText(file)
      expect(words.replace(/\s+/g, '')).toContain('Khudâncưphía')
      expect(words.includes('PHƯƠNG ÁN')).toBe(name === 'draft')
      expect(words).not.toContain('?')
    }
  })
})
