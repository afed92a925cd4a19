/** Street works: the public list, the desk, what a utility does by its code, common trenches, streets paved, the rules. */
import { z } from 'zod'
import { ATTACHMENT_BYTES, attachmentSchema, FOLLOW_HEADER } from '../../scenarios/api/permits.ts'
import {
  jointAnswerSchema,
  jointPageSchema,
  newJointSchema,
  newWorksSchema,
  type PavingEntry,
  pavingFormSchema,
  pavingSchema,
  publicGeojsonSchema,
  publicQuerySchema,
  publicWorksAnswerSchema,
  worksCaseSchema,
  worksFiledSchema,
  worksFollowSchema,
  worksPageSchema,
  worksQuerySchema,
  worksReachSchema,
  worksStepSchema,
} from '../../scenarios/api/works.ts'
import { projection } from '../../scenarios/frame.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { both } from '../../scenarios/text.ts'
import { clashSchema } from '../../scenarios/works/clashes.ts'
import { worksStateTitles } from '../../scenarios/works/process.ts'
import { worksRulesSchema } from '../../scenarios/works/rules.ts'
import { linesOfStretches } from '../../scenarios/works/stretch.ts'
import { closureTitles, kindTitles, worksApplicationSchema } from '../../scenarios/works/works.ts'
import { disposition, sendKept } from '../attachments.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, nothing, refuse } from '../http.ts'
import { countVisitorBytes } from '../permits/attach.ts'
import { expectUnit, isStaff, seesPeople } from '../permits/desk.ts'
import { keepRecord } from '../records.ts'
import { cityRoads, expectOnRoads } from '../works/city.ts'
import {
  addPavings,
  clashesForVisitor,
  clashesOf,
  eraseWorksPeople,
  fileWorks,
  readRules,
  stepWorks,
} from '../works/desk.ts'
import { answerJoint, proposeJoint, readJoints } from '../works/joints.ts'
import { addPhoto } from '../works/photos.ts'
import { worksReach } from '../works/reach.ts'
import {
  followedWorks,
  readFollowedWorks,
  readPublicWorks,
  readWorks,
  readWorksPage,
  rowForStaff,
} from '../works/read.ts'
import { hourly } from './permits.ts'

const staff = ['reviewer', 'approver', 'admin'] as const
const reviewers = ['reviewer', 'approver'] as const
/** Of an address without an account, an hour. */
const FILINGS = 20
const FILES = 120
/** 0.1 m */
const DECIMALS = 6
const PAVINGS_SHOWN = 500

const followHeaders = z.object({ [FOLLOW_HEADER]: z.string().min(8).max(80) })
const codeOf = (headers: z.output<typeof followHeaders>): string => headers[FOLLOW_HEADER]
const nameQuery = z.strictObject({ name: z.string().min(1).max(300) })
const hashParams = idParams.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/) })

export function worksRoutes(app: App, house: House): void {
  const { db, secrets, dataDir, tiles } = house
  const openly = { access: 'anyone', rateLimit: { max: 120, timeWindow: '1 minute' } } as const

  app.get(
    '/api/works',
    { config: openly, schema: { querystring: publicQuerySchema, response: { 200: publicWorksAnswerSchema } } },
    async ({ query }) => readPublicWorks(house, query),
  )

  app.get(
    '/api/works.geojson',
    { config: openly, schema: { querystring: publicQuerySchema, response: { 200: publicGeojsonSchema } } },
    async ({ query }, reply) => {
      const [{ works, ...about }, roads, { city }] = await Promise.all([
        readPublicWorks(house, query),
        cityRoads(tiles),
        tiles.manifest(),
      ])
      const { toWgs84 } = projection(city.frame)
      const round = (degrees: number) => Number(degrees.toFixed(DECIMALS))
      reply.header('content-disposition', disposition('works.geojson'))
      return {
        type: 'FeatureCollection' as const,
        ...about,
        features: works.map(({ id, stretches, ...properties }) => ({
          type: 'Feature' as const,
          id,
          geometry: {
            type: 'MultiLineString' as const,
            coordinates: linesOfStretches(stretches, roads).map((line) =>
              line.map(([x, y]): [number, number] => {
                const [lon, lat] = toWgs84(x, y)
                return [round(lon), round(lat)]
              }),
            ),
          },
          properties: {
            ...properties,
            kindTitle: { ...kindTitles[properties.kind] },
            stateTitle: { ...worksStateTitles[properties.state] },
            closureTitle: { ...closureTitles[properties.closure.kind] },
          },
        })),
      }
    },
  )

  app.post(
    '/api/works',
    {
      config: { access: 'anyone', rateLimit: hourly(FILINGS) },
      schema: { body: newWorksSchema, response: { 201: worksFiledSchema } },
    },
    async ({ user, body }, reply) => {
      if (isStaff(user)) expectUnit(user, body.application.unitCode)
      return reply.code(201).send(await fileWorks(house, isStaff(user) ? { user } : 'utility', body))
    },
  )

  app.post(
    '/api/works/check',
    {
      config: { access: 'anyone', rateLimit: { max: 40, timeWindow: '1 minute' } },
      schema: { body: worksApplicationSchema, response: { 200: z.array(clashSchema) } },
    },
    async ({ user, body }) => {
      expectOnRoads(body.stretches, await cityRoads(tiles))
      return (user ? clashesOf : clashesForVisitor)(house, {
        id: null,
        state: 'draft',
        application: body,
        openedOn: null,
        restoredOn: null,
      })
    },
  )

  app.get(
    '/api/works/cases',
    { config: { access: staff }, schema: { querystring: worksQuerySchema, response: { 200: worksPageSchema } } },
    async ({ user, query }) => readWorksPage(db, user!, query),
  )

  app.get(
    '/api/works/cases/:id',
    { config: { access: staff }, schema: { params: idParams, response: { 200: worksCaseSchema } } },
    async ({ user, params }) => readWorks(house, user!, params.id),
  )

  app.post(
    '/api/works/cases/:id/events',
    {
      config: { access: staff },
      schema: { params: idParams, body: worksStepSchema, response: { 200: worksCaseSchema } },
    },
    async ({ user, params, body }) => {
      await rowForStaff(db, user!, params.id)
      await stepWorks(house, { user: user! }, params.id, body)
      return readWorks(house, user!, params.id)
    },
  )

  app.get(
    '/api/works/cases/:id/reach',
    {
      config: { access: staff, rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: { params: idParams, response: { 200: worksReachSchema } },
    },
    async ({ user, params }) => worksReach(house, await rowForStaff(db, user!, params.id)),
  )

  app.post(
    '/api/works/cases/:id/joint',
    {
      config: { access: ['reviewer'] },
      schema: { params: idParams, body: jointAnswerSchema, response: { 200: worksCaseSchema } },
    },
    async ({ user, params, body }) => {
      await rowForStaff(db, user!, params.id)
      await answerJoint(house, { user: user! }, params.id, body)
      return readWorks(house, user!, params.id)
    },
  )

  const takesFiles = { bodyLimit: ATTACHMENT_BYTES } as const
  const fileSchema = { querystring: nameQuery, response: { 201: attachmentSchema } }

  app.post(
    '/api/works/cases/:id/photos',
    { ...takesFiles, config: { access: reviewers }, schema: { ...fileSchema, params: idParams } },
    async ({ user, params, query, body }, reply) => {
      await rowForStaff(db, user!, params.id)
      return reply.code(201).send(await addPhoto(house, { user: user! }, params.id, query.name, body))
    },
  )

  app.get(
    '/api/works/cases/:id/photos/:hash',
    { config: { access: reviewers }, schema: { params: hashParams } },
    async ({ user, params: { id, hash } }, reply) => {
      const { unitCode } = await rowForStaff(db, user!, id)
      const row = await db
        .selectFrom('worksPhotos')
        .selectAll()
        .where('worksId', '=', id)
        .where('hash', '=', hash)
        .executeTakeFirst()
      if (!row || !seesPeople(user!, unitCode)) throw notFound(`works/${id}/${hash}`)
      return sendKept(reply, dataDir, row, 'works/photo-lost')
    },
  )

  app.delete(
    '/api/works/cases/:id/people',
    { config: { access: ['admin'] }, schema: { params: idParams, response: { 204: nothing } } },
    async ({ user, params }, reply) => {
      await eraseWorksPeople(house, user!, params.id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/works/joints',
    { config: { access: staff }, schema: { response: { 200: jointPageSchema } } },
    async ({ user }) => readJoints(db, user!),
  )

  app.post(
    '/api/works/joints',
    { config: { access: ['reviewer'] }, schema: { body: newJointSchema, response: { 200: jointPageSchema } } },
    async ({ user, body }) => {
      await proposeJoint(house, user!, body.works)
      return readJoints(db, user!)
    },
  )

  const asUtility = { access: 'anyone', rateLimit: { max: 60, timeWindow: '1 minute' } } as const

  app.get(
    '/api/works/follow',
    { config: asUtility, schema: { headers: followHeaders, response: { 200: worksFollowSchema } } },
    async ({ headers }) => readFollowedWorks(house, codeOf(headers)),
  )

  app.post(
    '/api/works/follow/events',
    {
      config: asUtility,
      schema: { headers: followHeaders, body: worksStepSchema, response: { 200: worksFollowSchema } },
    },
    async ({ headers, body }) => {
      const { id } = await followedWorks(db, codeOf(headers))
      await stepWorks(house, 'utility', id, body)
      return readFollowedWorks(house, codeOf(headers))
    },
  )

  app.post(
    '/api/works/follow/joint',
    {
      config: asUtility,
      schema: { headers: followHeaders, body: jointAnswerSchema, response: { 200: worksFollowSchema } },
    },
    async ({ headers, body }) => {
      const { id } = await followedWorks(db, codeOf(headers))
      await answerJoint(house, 'utility', id, body)
      return readFollowedWorks(house, codeOf(headers))
    },
  )

  app.post(
    '/api/works/follow/photos',
    {
      ...takesFiles,
      config: { access: 'anyone', rateLimit: hourly(FILES) },
      schema: { ...fileSchema, headers: followHeaders },
    },
    async ({ headers, query, body }, reply) => {
      const { id } = await followedWorks(db, codeOf(headers))
      if (Buffer.isBuffer(body)) await countVisitorBytes(house, body.length, house.visitorBytesADay)
      return reply.code(201).send(await addPhoto(house, 'utility', id, query.name, body))
    },
  )

  app.get(
    '/api/works/rules',
    { config: { access: 'anyone' }, schema: { response: { 200: worksRulesSchema } } },
    async () => readRules(db),
  )

  app.put(
    '/api/works/rules',
    { config: { access: ['admin'] }, schema: { body: worksRulesSchema, response: { 200: worksRulesSchema } } },
    async ({ user, body }) => {
      await db.transaction().execute((trx) =>
        keepRecord(trx, secrets, {
          ...{ userId: user!.id, role: user!.role, subject: 'works-rules', action: 'works-rules.saved' },
          record: body,
          detail: {},
        }),
      )
      return readRules(db)
    },
  )

  const pavings = async (): Promise<PavingEntry[]> => {
    const [roads, rows] = await Promise.all([
      cityRoads(tiles),
      db.selectFrom('pavings').selectAll().orderBy('pavedOn', 'desc').orderBy('id').limit(PAVINGS_SHOWN).execute(),
    ])
    return rows.map((row) => ({ ...row, street: roads.get(row.road)?.name ?? null }))
  }

  app.get('/api/pavings', { config: openly, schema: { response: { 200: z.array(pavingSchema) } } }, async () =>
    pavings(),
  )

  app.post(
    '/api/pavings',
    {
      config: { access: reviewers },
      schema: { body: pavingFormSchema, response: { 201: z.array(pavingSchema) } },
    },
    async ({ user, body }, reply) => {
      const { stretches, pavedOn, material, source } = body
      expectOnRoads(stretches, await cityRoads(tiles))
      if (pavedOn > localDate(new Date().toISOString())) {
        const message = both('Ngày làm mặt đường còn ở phía trước', 'The day of paving is yet to come')
        throw refuse(422, 'works/paved-later', message, 'body.pavedOn')
      }
      await db.transaction().execute((trx) =>
        addPavings(
          house,
          trx,
          { user: user! },
          stretches.map(({ road, fromMetres, toMetres }) => ({
            road,
            fromMetres,
            toMetres,
            pavedOn,
            material,
            source,
          })),
        ),
      )
      return reply.code(201).send(await pavings())
    },
  )
}
