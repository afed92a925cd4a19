/** The note of a step, from a template: what the case knows fills its places, the rest is left for a person to see. Pure. */
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { consultationDaysOn } from '../../scenarios/permits/terms.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'

const place = /\{(\w+)\}/g

/** Places that the case itself fills. @param today at the desk, `2026-11-25` */
export function knownPlaces(
  permit: Pick<PermitCase, 'application' | 'history'>,
  clauses: readonly string[],
  today: string,
): Readonly<Record<string, string>> {
  const { site, workTitle } = permit.application
  const written = (iso: string) => iso.split('-').reverse().join('/')
  const last = (event: string) => permit.history.findLast((one) => one.event === event)?.at
  const [asked, supplied] = [last('request-supplement'), last('supplement')]
  return {
    thua: site.parcel,
    to: site.mapSheet,
    congTrinh: workTitle,
    viTri: site.street,
    soNgay: String(consultationDaysOn(today)),
    ...(clauses.length > 0 ? { quyDinh: clauses.join('; ') } : {}),
    ...(asked ? { ngayThongBao: written(localDate(asked)) } : {}),
    ...(supplied ? { ngay: written(localDate(supplied)) } : {}),
  }
}

/** Filled where something is given; other places stay as they are. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(place, (whole, name: string) => values[name]?.trim() || whole)

/** Names of places that are still open. */
export const openPlaces = (text: string): string[] => [...new Set([...text.matchAll(place)].map(([, name]) => name!))]
