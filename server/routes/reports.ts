/** Field reports: sending and following by anyone, the desk’s work, what is published. */
import { z } from 'zod'
import { FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import {
  nearQuerySchema,
  nearReportSchema,
  newReportSchema,
  publicReportFeaturesSchema,
  publicReportPageSchema,
  publicReportQuerySchema,
  reportCaseSchema,
  reportFollowSchema,
  reportPageSchema,
  reportPhotoSchema,
  reportQuerySchema,
  reportSentSchema,
  reportStepSchema,
  supportSchema,
} from '../../scenarios/api/reports.ts'
import { usualOffice } from '../../scenarios/permits/papers/paper.ts'
import { reportReceipt } from '../../scenarios/reports/papers.ts'
import { tidyFollowCode } from '../../scenarios/reports/report.ts'
import { reportSettingsSchema } from '../../scenarios/reports/settings.ts'
import { disposition, dropFiles, sendKept, toBeSaved } from '../attachments.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, nothing } from '../http.ts'
import { officeOf } from '../office.ts'
import { countVisitorBytes } from '../permits/attach.ts'
import { paperPdf } from '../permits/pdf.ts'
import { keepRecord } from '../records.ts'
import {
  eraseReportPeople,
  forgetSender,
  lockOpenReports,
  readReportSettings,
  resetReportClocks,
  sendReport,
  stepReport,
  supportReport,
} from '../reports/desk.ts'
import { addBlurredCopy, addReportPhoto, PHOTO_BYTES } from '../reports/photos.ts'
import {
  followedReport,
  publishedCopy,
  readFollowedReport,
  readNear,
  readPublicFeatures,
  readPublicReports,
  readReport,
  readReportPage,
  readSupported,
  reportForStaff,
  resultPhoto,
} from '../reports/read.ts'
import { publicUrl } from './sign-on.ts'

const staff = ['operator', 'approver', 'admin'] as const
const desk = ['operator', 'admin'] as const
/** Of an address, an hour: many phones come from one address of a mobile network. Counted in memory alone. */
const SENDINGS = 60
const PHOTOS = 300
const hourly = (max: number) => ({ max, timeWindow: '1 hour' })

const followHeaders = z.object({ [FOLLOW_HEADER]: z.string().min(8).max(80).transform(tidyFollowCode) })
const codeOf = (headers: z.output<typeof followHeaders>): string => headers[FOLLOW_HEADER]
const nameQuery = z.strictObject({ name: z.string().min(1).max(300) })
const boxesQuery = nameQuery.partial().extend({ boxes: z.coerce.number().int().min(0).max(200) })
const hashParams = idParams.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) })

export function reportRoutes(app: App, house: House): void {
  const { db, secrets, dataDir } = house
  const openly = { access: 'anyone', rateLimit: { max: 120, timeWindow: '1 minute' } } as const

  app.post(
    '/api/reports',
    {
      config: { access: 'anyone', rateLimit: hourly(SENDINGS) },
      schema: { body: newReportSchema, response: { 201: reportSentSchema } },
    },
    async ({ body }, reply) =>
      reply.code(201).send(await sendReport(house, { ...body, followCode: tidyFollowCode(body.followCode) })),
  )

  app.get(
    '/api/reports',
    {
      config: openly,
      schema: { querystring: publicReportQuerySchema, response: { 200: publicReportPageSchema } },
    },
    async ({ query }) => readPublicReports(house, query),
  )

  app.get(
    '/api/reports.geojson',
    {
      config: openly,
      schema: {
        querystring: publicReportQuerySchema.omit({ page: true }),
        response: { 200: publicReportFeaturesSchema },
      },
    },
    async ({ query }, reply) => {
      reply.header('content-disposition', disposition('reports.geojson'))
      const found = await readPublicFeatures(house, query.category)
      return {
        type: 'FeatureCollection' as const,
        features: found.map(({ id, lon, lat, ...properties }) => ({
          type: 'Feature' as const,
          id,
          geometry: { type: 'Point' as const, coordinates: [lon, lat] as [number, number] },
          properties,
        })),
      }
    },
  )

  app.get(
    '/api/reports/near',
    { config: openly, schema: { querystring: nearQuerySchema, response: { 200: z.array(nearReportSchema) } } },
    async ({ query }) => readNear(house, query),
  )

  app.get(
    '/api/reports/:id/photos/:hash',
    { config: { access: 'anyone' }, schema: { params: hashParams } },
    async ({ params: { id, hash } }, reply) => {
      const photo = await publishedCopy(house, id, hash)
      if (!photo) throw notFound(`reports/${id}/${hash}`)
      return sendKept(reply, dataDir, copyOf(id, photo), 'report/photo-lost')
    },
  )

  app.get(
    '/api/reports/:id/state',
    { config: openly, schema: { params: idParams, response: { 200: nearReportSchema } } },
    async ({ params }) => readSupported(house, params.id),
  )

  app.post(
    '/api/reports/:id/support',
    {
      config: { access: 'anyone', rateLimit: hourly(SENDINGS) },
      schema: { params: idParams, body: supportSchema, response: { 200: nearReportSchema } },
    },
    async ({ params, body }) => {
      await supportReport(house, params.id, body.token)
      return readSupported(house, params.id)
    },
  )

  const asSender = { access: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } } as const

  app.get(
    '/api/reports/follow',
    { config: asSender, schema: { headers: followHeaders, response: { 200: reportFollowSchema } } },
    async ({ headers }) => readFollowedReport(house, codeOf(headers)),
  )

  app.post(
    '/api/reports/follow/events',
    {
      config: asSender,
      schema: { headers: followHeaders, body: reportStepSchema, response: { 200: reportFollowSchema } },
    },
    async ({ headers, body }) => {
      const { id } = await followedReport(db, codeOf(headers))
      await stepReport(house, 'citizen', id, body)
      return readFollowedReport(house, codeOf(headers))
    },
  )

  const takesPhotos = { bodyLimit: PHOTO_BYTES } as const
  const photoSchema = { querystring: nameQuery, response: { 201: reportPhotoSchema } }

  app.post(
    '/api/reports/follow/photos',
    {
      ...takesPhotos,
      config: { access: 'anyone', rateLimit: hourly(PHOTOS) },
      schema: { ...photoSchema, headers: followHeaders },
    },
    async ({ headers, query, body }, reply) => {
      const { id } = await followedReport(db, codeOf(headers))
      if (Buffer.isBuffer(body)) await countVisitorBytes(house, body.length, house.visitorBytesADay)
      return reply.code(201).send(await addReportPhoto(house, 'citizen', id, query.name, body))
    },
  )

  app.get(
    '/api/reports/follow/photos/:hash',
    { config: asSender, schema: { headers: followHeaders, params: hashParams.pick({ hash: true }) } },
    async ({ headers, params: { hash } }, reply) => {
      const photo = await resultPhoto(house, codeOf(headers), hash)
      return sendKept(reply, dataDir, copyOf(photo.reportId, photo), 'report/photo-lost')
    },
  )

  app.get(
    '/api/reports/follow/receipt.pdf',
    { config: asSender, schema: { headers: followHeaders } },
    async (request, reply) => {
      const code = codeOf(request.headers)
      const { unitCode } = await followedReport(db, code)
      const at = publicUrl(house, request)
      const office = unitCode === null ? nobodys(at) : (await officeOf(db, house.tiles, unitCode, at)).office
      const report = await readFollowedReport(house, code)
      const bytes = await paperPdf(reportReceipt(report, office, code), new Date().toISOString())
      return toBeSaved(reply, 'application/pdf', `${report.code}.pdf`).send(Buffer.from(bytes))
    },
  )

  app.delete(
    '/api/reports/follow/people',
    { config: asSender, schema: { headers: followHeaders, response: { 204: nothing } } },
    async ({ headers }, reply) => {
      await forgetSender(house, (await followedReport(db, codeOf(headers))).id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/reports/cases',
    { config: { access: staff }, schema: { querystring: reportQuerySchema, response: { 200: reportPageSchema } } },
    async ({ user, query }) => readReportPage(db, user!, query),
  )

  app.get(
    '/api/reports/cases/:id',
    { config: { access: staff }, schema: { params: idParams, response: { 200: reportCaseSchema } } },
    async ({ user, params }) => readReport(house, user!, params.id),
  )

  app.post(
    '/api/reports/cases/:id/events',
    {
      config: { access: staff },
      schema: { params: idParams, body: reportStepSchema, response: { 200: reportCaseSchema } },
    },
    async ({ user, params, body }) => {
      await reportForStaff(db, user!, params.id)
      await stepReport(house, { user: user! }, params.id, body)
      return readReport(house, user!, params.id)
    },
  )

  app.post(
    '/api/reports/cases/:id/photos',
    { ...takesPhotos, config: { access: desk }, schema: { ...photoSchema, params: idParams } },
    async ({ user, params, query, body }, reply) => {
      await reportForStaff(db, user!, params.id)
      return reply.code(201).send(await addReportPhoto(house, { user: user! }, params.id, query.name, body))
    },
  )

  const photoOf = async (id: string, hash: string) => {
    const photo = await db
      .selectFrom('reportPhotos')
      .selectAll()
      .where('reportId', '=', id)
      .where('hash', '=', hash)
      .where('kept', '=', true)
      .executeTakeFirst()
    if (!photo) throw notFound(`reports/${id}/${hash}`)
    return photo
  }

  app.get(
    '/api/reports/cases/:id/photos/:hash',
    { config: { access: staff }, schema: { params: hashParams } },
    async ({ user, params: { id, hash } }, reply) => {
      await reportForStaff(db, user!, id)
      return sendKept(reply, dataDir, await photoOf(id, hash), 'report/photo-lost')
    },
  )

  app.get(
    '/api/reports/cases/:id/photos/:hash/public',
    { config: { access: staff }, schema: { params: hashParams } },
    async ({ user, params: { id, hash } }, reply) => {
      await reportForStaff(db, user!, id)
      const photo = await photoOf(id, hash)
      if (photo.publicHash === null) throw notFound(`reports/${id}/${hash}/public`)
      return sendKept(reply, dataDir, copyOf(id, photo), 'report/photo-lost')
    },
  )

  app.post(
    '/api/reports/cases/:id/photos/:hash/public',
    {
      ...takesPhotos,
      config: { access: desk },
      schema: { params: hashParams, querystring: boxesQuery, response: { 201: reportPhotoSchema } },
    },
    async ({ user, params: { id, hash }, query, body }, reply) => {
      await reportForStaff(db, user!, id)
      const { photo, former } = await addBlurredCopy(house, { user: user! }, id, hash, query.boxes, body)
      if (former !== null) await dropFiles(db, dataDir, [former])
      return reply.code(201).send(photo)
    },
  )

  app.delete(
    '/api/reports/cases/:id/people',
    { config: { access: ['admin'] }, schema: { params: idParams, response: { 204: nothing } } },
    async ({ user, params }, reply) => {
      await eraseReportPeople(house, user!, params.id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/report-settings',
    { config: { access: 'anyone' }, schema: { response: { 200: reportSettingsSchema } } },
    async () => readReportSettings(db),
  )

  app.put(
    '/api/report-settings',
    {
      config: { access: ['admin'] },
      schema: { body: reportSettingsSchema, response: { 200: reportSettingsSchema } },
    },
    async ({ user, body }) => {
      await db.transaction().execute(async (trx) => {
        // Rows first, then the ledger, as every step takes them.
        await lockOpenReports(trx)
        await keepRecord(trx, secrets, {
          ...{ userId: user!.id, role: user!.role, subject: 'report-settings', action: 'report-settings.saved' },
          record: body,
          detail: {},
        })
        await resetReportClocks(trx)
      })
      return readReportSettings(db)
    },
  )
}

/** Beyond the wards: no office has set its name. */
const nobodys = (at: string) => ({ ...usualOffice('Vị Thanh', at), name: 'Tiếp nhận phản ánh hiện trường' })

/** The blurred copy as a file; its name tells nothing of the photo’s. */
function copyOf(
  id: string,
  photo: { publicHash: string | null; publicKind: 'jpeg' | 'png' | null; publicBytes: number | null },
) {
  const kind = photo.publicKind ?? 'jpeg'
  return { hash: photo.publicHash ?? '', name: `${id.slice(0, 8)}.${kind}`, kind, bytes: photo.publicBytes ?? 0 }
}
