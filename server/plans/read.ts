/** What is told of plans, and to whom: drafts to their staff alone, what was opened to the public to everyone. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { User } from '../../scenarios/api/api.ts'
import {
  type CommentSummary,
  PLANS_A_PAGE,
  type PlanAttachment,
  type PlanChange,
  type PlanEdits,
  type PlanHistory,
  type PlanPage,
  type PlanRevision,
  type PlanRun,
  type PlanSummary,
  type PlanView,
  type planQuerySchema,
} from '../../scenarios/api/plans.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { layerIds } from '../../scenarios/city/layers.ts'
import { type ChangeEvent, changeTable } from '../../scenarios/city-changes.ts'
import { type Edit, layerOf, slotOf, squash } from '../../scenarios/edit.ts'
import { projection } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, type Geometry, grow, pointsOf } from '../../scenarios/geometry.ts'
import { planGeoJson, planLines } from '../../scenarios/plans/places.ts'
import {
  decidedStates,
  heldBack,
  inForceStates,
  mayMove,
  type PlanEvent,
  publicStates,
} from '../../scenarios/plans/process.ts'
import type { Provenance } from '../../scenarios/provenance.ts'
import { readCity } from '../../tiles/read/index.ts'
import { changesOf } from '../city-changes.ts'
import type { Db, Tables } from '../database.ts'
import type { House } from '../house.ts'
import { apiErrorOf, notFound } from '../http.ts'
import { storedRunOf } from '../jobs.ts'
import { prefixQuery, wordsIn } from '../permits/words.ts'
import { recordsOf } from '../records.ts'
import { authorFor } from '../routes/scenarios.ts'
import { countComments, factsOf } from './desk.ts'
import { isOwn, isPlanStaff, maySee, type PlanDesk, type PlanRow, planColumns, roleOf } from './plan-row.ts'
import { type KeptPlan, subjectOf } from './record.ts'
import { scenarioAt } from './submission.ts'
import { readTerms } from './terms.ts'

const summaryOf = (plan: PlanRow): PlanSummary => ({
  id: plan.id,
  revision: plan.revision,
  kind: plan.kind,
  title: plan.title,
  unitCode: plan.unitCode,
  state: plan.state,
  submissions: plan.submissions,
  edits: plan.edits,
  consultedUntil: plan.consultedUntil,
  decisionNumber: plan.decisionNumber,
  effectiveFrom: plan.effectiveFrom,
  specimen: plan.specimen,
  changedAt: plan.changedAt.toISOString(),
})

export async function readPlans(
  { db, tiles }: Pick<House, 'db' | 'tiles'>,
  user: User | null,
  { state, q, page }: z.output<typeof planQuerySchema>,
): Promise<PlanPage> {
  const where = (eb: ExpressionBuilder<Tables, 'plans'>) => {
    const all: Expression<SqlBool>[] = wordsIn([q ?? '']).map((word) => sql<SqlBool>`words @@ ${prefixQuery(word)}`)
    if (state !== undefined) all.push(eb('state', '=', state))
    const open = eb('state', 'in', [...publicStates])
    if (!isPlanStaff(user)) all.push(open)
    else if (user.unitCode !== null) all.push(eb.or([open, eb('unitCode', '=', user.unitCode)]))
    return eb.and(all)
  }
  const rows = await db
    .selectFrom('plans')
    .select(planColumns)
    .where(where)
    .orderBy('changedAt', 'desc')
    .orderBy('id')
    .limit(PLANS_A_PAGE)
    .offset((page - 1) * PLANS_A_PAGE)
    .execute()
  const { total } = await db
    .selectFrom('plans')
    .select(sql<number>`count(*)::int`.as('total'))
    .where(where)
    .executeTakeFirstOrThrow()
  const plans = rows as PlanRow[]
  const extents = await extentsOf(db, plans)
  const { toWgs84 } = projection((await tiles.manifest()).city.frame)
  const inDegrees = ([x0, y0, x1, y1]: Bounds): Bounds => {
    const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6
    const [west, south, east, north] = boundsOf([toWgs84(x0, y0), toWgs84(x1, y0), toWgs84(x1, y1), toWgs84(x0, y1)])
    return [round(west), round(south), round(east), round(north)]
  }
  return {
    plans: plans.map((plan) => {
      const extent = extents.get(plan.id)
      return { ...summaryOf(plan), bounds: extent ? [...inDegrees(extent)] : null }
    }),
    total,
  }
}

const EXTENTS_KEPT = 10_000
const knownExtents = new Map<string, Bounds | null>()

/** Around the places of each plan's scenario, m in the local frame: read once, a submission never changes. */
async function extentsOf(db: Db, plans: readonly PlanRow[]): Promise<Map<string, Bounds>> {
  const key = ({ id, submissions }: Pick<PlanRow, 'id' | 'submissions'>) => `${id} ${submissions}`
  const unknown = plans.filter((plan) => plan.submissions > 0 && !knownExtents.has(key(plan)))
  if (knownExtents.size > EXTENTS_KEPT) knownExtents.clear()
  for (const plan of unknown) {
    const { places } = await db
      .selectFrom('planSubmissions')
      .select('places')
      .where('planId', '=', plan.id)
      .where('number', '=', plan.submissions)
      .executeTakeFirstOrThrow()
    const points = Object.values(places).flatMap((place) => [...pointsOf(place)])
    knownExtents.set(key(plan), points.length > 0 ? boundsOf(points) : null)
  }
  return new Map(
    plans.flatMap((plan) => {
      const extent = knownExtents.get(key(plan))
      return extent ? [[plan.id, extent] as const] : []
    }),
  )
}

/** @throws Refusal 404 to whom it is not shown */
export async function visiblePlan(db: Db, user: User | null, id: string): Promise<PlanRow> {
  const row = await db.selectFrom('plans').select(planColumns).where('id', '=', id).executeTakeFirst()
  if (!row || !maySee(user, row)) throw notFound(subjectOf(id))
  return row as PlanRow
}

export async function readPlan(desk: PlanDesk, user: User | null, id: string): Promise<PlanView> {
  const { db } = desk
  const plan = await visiblePlan(db, user, id)
  const own = isOwn(user, plan)
  const role = own && user ? roleOf({ user }) : null
  // Nobody else is told what may be done, and conflicts take a while to be found.
  const facts = role ? await factsOf(db, plan, new Date().toISOString(), null) : null
  const changes = decidedStates.has(plan.state) ? await readPlanChanges(db, user, plan) : []
  return {
    ...summaryOf(plan),
    purpose: plan.purpose,
    adjusts: plan.adjusts,
    openedAt: plan.openedAt.toISOString(),
    current: plan.submissions === 0 ? null : await readRevision(desk, user, id, plan.submissions),
    decision: plan.decision,
    replaces: await replacementsOf(db, 'planId', plan.id, user),
    replacedBy: await replacementsOf(db, 'otherPlanId', plan.id, user),
    changes,
    attachments: await readAttachments(db, own, plan),
    comments: await countComments(db, plan),
    summary: await summaryAt(db, plan.id, plan.submissions),
    history: await readHistory(db, user, plan),
    may: facts && role ? mayMove(facts, role) : [],
    heldBack:
      facts && role
        ? heldBack(facts, role).map(({ event, problem }) => ({ event, problem: apiErrorOf(problem.detail) }))
        : [],
    terms: facts?.terms ?? (await readTerms(db)),
  }
}

/** Steps whose words are for everyone. */
const toldToAll: ReadonlySet<PlanEvent | 'open' | 'settle'> = new Set([
  ...(['summarise', 'approve', 'publish', 'mark', 'amend', 'replace'] as const),
])

async function readHistory(db: Db, user: User | null, plan: PlanRow): Promise<PlanHistory[]> {
  const own = isOwn(user, plan)
  const actors = new Map(
    (
      await db
        .selectFrom('planActors')
        .innerJoin('users', 'users.id', 'actorId')
        .select(['revision', 'displayName', 'role'])
        .where('planId', '=', plan.id)
        .execute()
    ).map((row) => [row.revision, row]),
  )
  return (await recordsOf(db, subjectOf(plan.id))).map(({ revision, record, at, ledgerSequence }) => {
    const kept = record as KeptPlan
    const actor = actors.get(revision)
    return {
      revision,
      event: kept.event,
      state: kept.plan.state,
      submission: kept.plan.submissions,
      at: at.toISOString(),
      actor: actor ? authorFor(own ? user : null, actor) : 'clock',
      note: own || toldToAll.has(kept.event) ? kept.note : '',
      ledgerSequence,
    }
  })
}

/** The report on the comments that a scenario was met with; null: none yet. */
export async function summaryAt(db: Db, planId: string, submission: number): Promise<CommentSummary | null> {
  const row = await db
    .selectFrom('planSubmissions')
    .innerJoin('records', (join) =>
      join.on('records.subject', '=', subjectOf(planId)).onRef('records.revision', '=', 'planSubmissions.summarised'),
    )
    .select(['record', 'at', 'ledgerSequence'])
    .where('planId', '=', planId)
    .where('number', '=', submission)
    .executeTakeFirst()
  if (!row) return null
  const { note, summary } = row.record as KeptPlan
  return {
    submission,
    at: row.at.toISOString(),
    text: note,
    counts: summary!.counts,
    hash: hashRecord(row.record),
    ledgerSequence: row.ledgerSequence,
  }
}

/**
 * A scenario as it was submitted, with its runs.
 * @throws Refusal 404 to whom it is not shown: the public sees those that it was asked about
 */
export async function readRevision(
  { db, runner }: PlanDesk,
  user: User | null,
  id: string,
  number: number,
): Promise<PlanRevision> {
  const plan = await visiblePlan(db, user, id)
  const submission = await db
    .selectFrom('planSubmissions')
    .selectAll()
    .where('planId', '=', id)
    .where('number', '=', number)
    .executeTakeFirst()
  const own = isOwn(user, plan)
  if (!submission || (!own && submission.openedAt === null)) throw notFound(`${subjectOf(id)}/revisions/${number}`)
  const { scenarioId, scenarioRevision, openedAt, days, consultedUntil } = submission
  const saved = (await scenarioAt(db, scenarioId, scenarioRevision))!
  const rows = await db
    .selectFrom('planRuns')
    .leftJoin('runs', 'runs.id', 'planRuns.runId')
    .select(['claimed', 'planRuns.jobId', 'differences', 'runs.record', 'runs.title', 'runs.clientDigest'])
    .select('runs.ledgerSequence')
    .where('planId', '=', id)
    .where('submission', '=', number)
    .orderBy('position')
    .execute()
  return {
    number,
    submittedAt: submission.submittedAt.toISOString(),
    scenario: {
      scenario: saved.scenario,
      revision: scenarioRevision,
      hash: saved.hash,
      savedAt: saved.savedAt.toISOString(),
      author: authorFor(own ? user : null, saved),
    },
    edits: squash(saved.scenario.body.edits),
    runs: rows.map(({ claimed, jobId, differences, ...run }): PlanRun => {
      const { record, title, clientDigest, ledgerSequence } = run
      const ended = differences !== null
      return {
        claimed: { ...claimed, of: claimed.of ?? 'scenario' },
        jobId,
        state: !ended ? 'waiting' : differences.length === 0 ? 'same' : 'different',
        progress: ended ? 1 : runner.progressOf(jobId),
        differences: differences ?? [],
        run:
          record && title !== null && ledgerSequence !== null
            ? storedRunOf({ record, title, clientDigest, ledgerSequence })
            : null,
      }
    }),
    consultation:
      openedAt && days !== null && consultedUntil !== null
        ? { openedAt: openedAt.toISOString(), until: consultedUntil, days }
        : null,
    current: number === plan.submissions,
  }
}

async function replacementsOf(db: Db, side: 'planId' | 'otherPlanId', id: string, user: User | null) {
  const other = side === 'planId' ? 'otherPlanId' : 'planId'
  const rows = await db
    .selectFrom('planReplacements')
    .innerJoin('plans', 'plans.id', `planReplacements.${other}`)
    .select(['plans.id', 'title', 'decisionNumber', 'unitCode', 'state', 'changeId', 'reason'])
    .where(`planReplacements.${side}`, '=', id)
    .orderBy('plans.id')
    .orderBy('changeId')
    .execute()
  return rows
    .filter((row) => maySee(user, row))
    .map(({ id: planId, title, decisionNumber, changeId, reason }) => ({
      planId,
      changeId,
      title: [decisionNumber, title].filter(Boolean).join(' · '),
      reason,
    }))
}

/** A visitor is shown the drawings of what was decided. */
export async function readAttachments(db: Db, own: boolean, plan: PlanRow): Promise<PlanAttachment[]> {
  const rows = await db
    .selectFrom('planAttachments')
    .selectAll()
    .where('planId', '=', plan.id)
    .orderBy('addedAt')
    .orderBy('hash')
    .execute()
  return rows
    .filter(({ hash }) => own || plan.decision?.drawings.includes(hash))
    .map(({ hash, name, kind, bytes, purpose, addedAt }) => ({
      hash,
      name,
      kind,
      bytes,
      purpose,
      addedAt: addedAt.toISOString(),
    }))
}

async function readPlanChanges(db: Db, user: User | null, plan: PlanRow): Promise<PlanChange[]> {
  const documents = new Map(
    (
      await db.selectFrom('planChangeDocuments').select(['changeId', 'hash']).where('planId', '=', plan.id).execute()
    ).map(({ changeId, hash }) => [changeId, hash]),
  )
  const builds = isOwn(user, plan) && (user?.role === 'reviewer' || user?.role === 'approver')
  return (await changesOf(db, subjectOf(plan.id))).map((change) => ({
    ...change,
    may: builds ? buildEvents.filter((event) => mayBuild(change, event)) : [],
    document: documents.get(change.id) ?? null,
  }))
}

export const buildEvents = ['begin', 'complete', 'abandon'] as const
/** Zoning needs no works: it stands from its day on, by the clock. */
export const mayBuild = ({ edit, buildState }: Pick<PlanChange, 'edit' | 'buildState'>, event: ChangeEvent): boolean =>
  changeTable[buildState][event] !== null && (edit.kind !== 'parcel.zoning' || event === 'abandon')

const LICENCE = 'Dữ liệu mở của thành phố, ghi nguồn / Open data of the city, with attribution'

/** Around what is changed: an object that lies on its edge is read too, m. */
const MARGIN_METRES = 10
const PLANS_SAID = 200
const said = new Map<string, Promise<PlanEdits['lines']>>()

/** Of a submission, which never changes, with the names that the city as it is served now has for what is changed. */
async function linesOf(
  { tiles }: Pick<House, 'tiles'>,
  submission: string,
  edits: readonly Edit[],
  places: readonly Geometry[],
): Promise<PlanEdits['lines']> {
  const points = places.flatMap((place) => [...pointsOf(place)])
  if (points.length === 0) return planLines(edits, null)
  const open = await tiles.open()
  const key = `${open.manifest.hash} ${submission}`
  const layers = layerIds.filter((layer) => edits.some((edit) => layerOf(edit) === layer))
  const lines =
    said.get(key) ??
    readCity(open, grow(boundsOf(points), MARGIN_METRES), undefined, { layers, ground: false }).then((city) =>
      planLines(edits, city),
    )
  said.delete(key)
  said.set(key, lines)
  for (const old of said.keys()) if (said.size > PLANS_SAID) said.delete(old)
  return lines.catch((error) => {
    said.delete(key)
    throw error
  })
}

/** The edits of a scenario that was submitted, where they lay then. */
export async function readPlanEdits(
  house: PlanDesk & Pick<House, 'tiles'>,
  user: User | null,
  id: string,
  asked: number | undefined,
): Promise<PlanEdits> {
  const { db, tiles } = house
  const plan = await visiblePlan(db, user, id)
  const submission = asked ?? plan.submissions
  const { edits } = await readRevision(house, user, id, submission)
  const { places } = await db
    .selectFrom('planSubmissions')
    .select('places')
    .where('planId', '=', id)
    .where('number', '=', submission)
    .executeTakeFirstOrThrow()
  const { city } = await tiles.manifest()
  // An earlier revision was never decided on.
  const decided = submission === plan.submissions && decidedStates.has(plan.state)
  const changes = decided ? await changesOf(db, subjectOf(id)) : []
  const touched = new Set(edits.map(layerOf))
  const { decision } = plan
  const provenances: Provenance[] = [
    ...city.layers.filter((layer) => touched.has(layer.id)).map(({ provenance }) => provenance),
    ...(touched.has(null) ? city.grids.map(({ provenance }) => provenance) : []),
  ]
  return planGeoJson(
    {
      id,
      title: plan.title,
      state: submission === plan.submissions ? plan.state : 'drafting',
      submission,
      specimen: plan.specimen,
      decision: decided && decision && inForceStates.has(plan.state) ? pick(decision) : null,
      edits,
      places,
      buildStates: new Map(changes.map(({ edit, buildState }) => [slotOf(edit), buildState])),
      provenances,
      licence: LICENCE,
      lines: await linesOf(house, `${id} ${submission}`, edits, Object.values(places)),
    },
    projection(city.frame),
  )
}

const pick = ({ number, issuer, signedOn, effectiveFrom }: NonNullable<PlanRow['decision']>) => ({
  number,
  issuer,
  signedOn,
  effectiveFrom,
})
