/** Address codes: what a code leads to, for anyone; the register for staff. */
import { z } from 'zod'
import { CSV_MARK, csvLine } from '../../data/readers/layer/csv-line.ts'
import {
  addressesQuerySchema,
  addressPageSchema,
  assignmentSchema,
  codeAnswerSchema,
  codePageSchema,
  codePastSchema,
  codeRowSchema,
  codeStatisticsSchema,
  codeStepSchema,
  codesQuerySchema,
  exportQuerySchema,
  newAssignmentSchema,
  newCodesSchema,
  PLATES_A_FILE,
  platesQuerySchema,
} from '../../scenarios/api/codes.ts'
import { readAddressCode } from '../../scenarios/codes/code.ts'
import { disposition, toBeSaved } from '../attachments.ts'
import { keeperRoles, openAssignment } from '../codes/assignment.ts'
import { cityAddresses } from '../codes/city.ts'
import { assignAt, stepCode } from '../codes/desk.ts'
import { platesPdf } from '../codes/plates.ts'
import {
  codeRowOf,
  readAddressList,
  readCodes,
  readHistory,
  readStatistics,
  resolveCode,
  rowsForPlates,
  unitOf,
} from '../codes/read.ts'
import type { House } from '../house.ts'
import type { App } from '../http.ts'
import { isStaff } from '../permits/desk.ts'
import { publicUrl } from './sign-on.ts'

const staff = { access: ['reviewer', 'approver', 'admin'] } as const
const keepers = { access: keeperRoles } as const
/** Codes asked for by one address in an hour: a street's worth of plates, not the register. */
const LOOK_UPS = 120
const ROWS_AT_A_TIME = 1000

const codeParams = z.object({ code: z.string().max(60) })

export function codeRoutes(app: App, house: House): void {
  const { db, tiles } = house
  const assignment = openAssignment(house)
  app.addHook('preClose', async () => assignment.close())

  app.get(
    '/api/codes/:code',
    {
      config: {
        access: 'anyone',
        rateLimit: { max: ({ user }) => (isStaff(user) ? 100_000 : LOOK_UPS), timeWindow: '1 hour' },
      },
      schema: { params: codeParams, response: { 200: codeAnswerSchema } },
    },
    async ({ params }) => resolveCode(house, readAddressCode(params.code)),
  )

  app.get(
    '/api/codes',
    { config: staff, schema: { querystring: codesQuerySchema, response: { 200: codePageSchema } } },
    async ({ user, query }) => readCodes(house, user!, query),
  )
  app.get(
    '/api/codes/addresses',
    { config: staff, schema: { querystring: addressesQuerySchema, response: { 200: addressPageSchema } } },
    async ({ user, query }) => readAddressList(house, user!, query),
  )
  app.get(
    '/api/codes/statistics',
    { config: staff, schema: { response: { 200: codeStatisticsSchema } } },
    async ({ user }) => readStatistics(house, user!),
  )
  app.get(
    '/api/codes/export',
    { config: staff, schema: { querystring: exportQuerySchema } },
    async ({ user, query }, reply) => {
      const unit = unitOf(user!, query.unitCode)
      const addresses = await cityAddresses(tiles)
      const head = [
        'code',
        'state',
        'successors',
        'household',
        'address',
        'oldAddress',
        'unitCode',
        'postcode',
        'lon',
        'lat',
      ]
      const lines = [CSV_MARK + csvLine([...head, 'addressId', 'onMap', 'assignedAt', 'changedAt'])]
      for (let after = ''; ; ) {
        const rows = await db
          .selectFrom('addressCodes')
          .selectAll()
          .where('code', '>', after)
          .$if(unit !== undefined, (some) => some.where('unitCode', '=', unit!))
          .orderBy('code')
          .limit(ROWS_AT_A_TIME)
          .execute()
        for (const row of rows) {
          const { printed, state, successors, household, label, addressId, onMap, assignedAt, changedAt } = codeRowOf(
            row,
            addresses,
          )
          const { oldLabel, postcode, lon, lat } = row.place
          const place = [household, label, oldLabel, row.unitCode, postcode, lon, lat, addressId, onMap]
          lines.push(csvLine([printed, state, successors.join(' '), ...place, assignedAt, changedAt]))
        }
        const last = rows.at(-1)
        if (!last) break
        after = last.code
      }
      return toBeSaved(reply, 'text/csv; charset=utf-8', `ma-dia-chi${unit ? `-${unit}` : ''}.csv`).send(lines.join(''))
    },
  )
  app.get(
    '/api/codes/plates',
    { config: staff, schema: { querystring: platesQuerySchema } },
    async (request, reply) => {
      const { user, query } = request
      const rows = await rowsForPlates(house, user!, query, PLATES_A_FILE)
      const { illustrative } = await cityAddresses(tiles)
      const bytes = await platesPdf(rows, query.size, publicUrl(house, request), illustrative)
      return reply
        .type('application/pdf')
        .header('content-disposition', disposition(`bien-ma-dia-chi-${rows.length}.pdf`))
        .header('cache-control', 'private, no-store')
        .send(Buffer.from(bytes))
    },
  )
  app.get(
    '/api/codes/:code/history',
    { config: staff, schema: { params: codeParams, response: { 200: z.array(codePastSchema) } } },
    async ({ user, params }) => readHistory(house, user!, readAddressCode(params.code)),
  )
  app.post(
    '/api/codes',
    { config: keepers, schema: { body: newCodesSchema, response: { 201: z.array(codeRowSchema) } } },
    async ({ user, body }, reply) => {
      const rows = await assignAt(house, user!, body)
      const addresses = await cityAddresses(tiles)
      return reply.code(201).send(rows.map((row) => codeRowOf(row, addresses)))
    },
  )
  app.get(
    '/api/codes/assignment',
    { config: staff, schema: { response: { 200: assignmentSchema } } },
    async ({ user }) => assignment.state(user!),
  )
  app.post(
    '/api/codes/assignment',
    { config: keepers, schema: { body: newAssignmentSchema, response: { 200: assignmentSchema } } },
    async ({ user, body }) => assignment.start(user!, body),
  )
  app.delete(
    '/api/codes/assignment',
    { config: keepers, schema: { response: { 200: assignmentSchema } } },
    async ({ user }) => assignment.cancel(user!),
  )
  app.post(
    '/api/codes/:code/events',
    {
      config: keepers,
      schema: { params: codeParams, body: codeStepSchema, response: { 200: z.array(codeRowSchema) } },
    },
    async ({ user, params, body }) => {
      const rows = await stepCode(house, user!, readAddressCode(params.code), body)
      const addresses = await cityAddresses(tiles)
      return rows.map((row) => codeRowOf(row, addresses))
    },
  )
}
