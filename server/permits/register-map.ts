/** Issued permits where they lie, for the public map and as open data: what the register tells of the works, nothing of people. */
import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { REGISTER_ON_MAP, type RegisterMap, type registerMapQuerySchema } from '../../scenarios/api/permits.ts'
import { projection, vn2000, type XY } from '../../scenarios/frame.ts'
import { boundsOf, centroid, opened } from '../../scenarios/geometry.ts'
import { procedureTitles } from '../../scenarios/permits/application.ts'
import { stateTitles } from '../../scenarios/permits/process.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { type PermitCheck, workKindTitles } from '../../scenarios/rules/case.ts'
import type { Db } from '../database.ts'
import { prefixQuery, wordsIn } from './words.ts'

const LICENCE = 'Sổ công khai giấy phép xây dựng, ghi nguồn / Public register of permits, with attribution'
/** 0.1 m */
const DECIMALS = 6
/** Lots are found by their first corner; their middle is within so far of it, m. */
const WITHIN_METRES = 30

const corner = sql`point((application #>> '{check,site,ring,0,0}')::double precision,
  (application #>> '{check,site,ring,0,1}')::double precision)`

export async function readRegisterMap(db: Db, query: z.output<typeof registerMapQuerySchema>): Promise<RegisterMap> {
  const found = await issuedPermits(db, query, REGISTER_ON_MAP + 1)
  return {
    type: 'FeatureCollection',
    more: found.length > REGISTER_ON_MAP,
    licence: LICENCE,
    features: found.slice(0, REGISTER_ON_MAP),
  }
}

/** The newest first. @param most of them; left out: all */
export async function issuedPermits(
  db: Db,
  { bbox, q }: z.output<typeof registerMapQuerySchema> = {},
  most?: number,
): Promise<RegisterMap['features']> {
  const { toLocal, toWgs84 } = projection(vn2000)
  let issued = db.selectFrom('permits').where('issuedAt', 'is not', null)
  for (const word of wordsIn([q ?? ''])) issued = issued.where(sql<SqlBool>`words @@ ${prefixQuery(word)}`)
  if (bbox) {
    const [west, south, east, north] = bbox
    const corners: XY[] = [toLocal(west, south), toLocal(east, south), toLocal(east, north), toLocal(west, north)]
    const [x0, y0, x1, y1] = boundsOf(corners)
    const [low, high] = [
      sql`point(${x0 - WITHIN_METRES}, ${y0 - WITHIN_METRES})`,
      sql`point(${x1 + WITHIN_METRES}, ${y1 + WITHIN_METRES})`,
    ]
    issued = issued.where(sql<SqlBool>`${corner} <@ box(${low}, ${high})`)
  }
  if (most !== undefined) issued = issued.limit(most)
  const rows = await issued
    .select(['id', 'permitNumber', 'site', 'unitCode', 'procedure', 'issuedAt', 'state', 'storeys'])
    .select(['floorSquareMetres', 'specimen'])
    .select([
      sql<Site['ring']>`application #> '{check,site,ring}'`.as('ring'),
      sql<Site['provenance']>`application #>> '{check,site,provenance}'`.as('provenance'),
      sql<WorkKind>`application #>> '{check,work,kind}'`.as('kind'),
    ])
    .orderBy('issuedAt', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(({ id, ring, provenance, kind, permitNumber, issuedAt, procedure, ...row }) => {
    const [lon, lat] = toWgs84(...centroid(opened(ring)))
    return {
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [round(lon), round(lat)] },
      properties: {
        ...row,
        permitNumber: permitNumber!,
        procedure: { ...procedureTitles[procedure] },
        kind: { ...workKindTitles[kind] },
        issuedOn: localDate(issuedAt!.toISOString()),
        stateTitle: { ...stateTitles[row.state] },
        provenance,
      },
    }
  })
}

type Site = PermitCheck['site']
type WorkKind = PermitCheck['work']['kind']
const round = (degrees: number): number => Number(degrees.toFixed(DECIMALS))
