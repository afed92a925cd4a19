/**
 * The schema `gis`, for a GIS desk (QGIS): real geometries of the city's layers and of public records, in the city's frame and in
 * WGS 84. Everything in it is made of what lies elsewhere and may be made again at any time; nothing reads it here.
 *
 * Records follow by triggers, in the transaction that stores them; a shape that no geometry can be made of is named in
 * `gis.faults`, never a reason to refuse the record. People, titles that they typed and cases without a permit are not in it.
 */
import { attributesOf, type TargetField, titleOfPath } from '../../data/readers/layer/fields.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import type { LayerManifest } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerAbout, layerIds } from '../../scenarios/city/layers.ts'
import type { Frame } from '../../scenarios/frame.ts'
import { provenanceTitle } from '../../scenarios/provenance.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

/** May read everything in the schema and nothing else; accounts of the desk are made members of it. */
export const GIS_ROLE = 'vithanh_gis'

export interface Reference {
  readonly srid: number
  readonly proj4: string
}

/**
 * The frame by its string alone: what WGS 84 is computed by, since PostGIS's own way from VN-2000 is 0.8 m off here. Frames
 * without a code of the EPSG lie in it, too.
 */
export const OWN_SRID = 990_001
export const referenceOf = ({ crs, proj4 }: Frame): Reference => ({
  srid: Number(/^EPSG:(\d{4,5})$/.exec(crs)?.[1] ?? OWN_SRID),
  proj4,
})

type Kind = 'point' | 'line' | 'polygon'
const geometryTypes: Record<Kind, string> = { point: 'Point', line: 'MultiLineString', polygon: 'MultiPolygon' }
const dimensions: Record<Kind, 1 | 2 | 3> = { point: 1, line: 2, polygon: 3 }

interface Column {
  readonly name: string
  readonly type: 'text' | 'double precision' | 'boolean' | 'integer' | 'uuid' | 'timestamptz'
  readonly title: Bilingual
  readonly unit?: string | undefined
}
export interface GisTable {
  readonly name: string
  readonly kind: Kind
  readonly title: Bilingual
  readonly columns: readonly Column[]
}

/** `zoning.heightMetres` → `zoning_height_metres` */
const columnName = (path: string): string =>
  path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('.', '_')

const columnTypes: Record<TargetField['kind'], Column['type']> = {
  text: 'text',
  choice: 'text',
  number: 'double precision',
  boolean: 'boolean',
}

/** Columns of a layer's table besides id, provenance, build state and shape, by the path of each attribute. */
export const layerColumns = (layer: LayerId): (Column & { path: string })[] =>
  attributesOf(layer).map(({ path, kind }) => ({
    path,
    name: columnName(path),
    type: columnTypes[kind],
    ...titleOfPath(path),
  }))

export const layerTable = (layer: LayerId): GisTable => ({
  name: layer,
  kind: layerAbout[layer].geometry,
  title: layerAbout[layer].title,
  columns: layerColumns(layer),
})

const ofPermits: readonly Column[] = [
  { name: 'permit_number', type: 'text', title: both('Số giấy phép', 'Permit number') },
  { name: 'case_code', type: 'text', title: both('Mã hồ sơ', 'Case code') },
  { name: 'unit_code', type: 'text', title: both('Mã đơn vị', 'Unit code') },
  { name: 'procedure', type: 'text', title: both('Thủ tục', 'Procedure') },
  { name: 'state', type: 'text', title: both('Trạng thái', 'State') },
  { name: 'issued_at', type: 'timestamptz', title: both('Cấp lúc', 'Issued at') },
  { name: 'specimen', type: 'boolean', title: both('Bản mẫu, minh họa', 'A specimen') },
]
const ofEdits: readonly Column[] = [
  { name: 'scenario_id', type: 'uuid', title: both('Kịch bản', 'Scenario') },
  { name: 'scenario', type: 'text', title: both('Tên kịch bản', 'Title of the scenario') },
  { name: 'revision', type: 'integer', title: both('Bản lưu', 'Revision') },
  { name: 'kind', type: 'text', title: both('Loại thay đổi', 'Kind of edit') },
  { name: 'target', type: 'text', title: both('Đối tượng', 'Target') },
  { name: 'details', type: 'text', title: both('Nội dung (JSON)', 'What is asked for (JSON)') },
  { name: 'saved_at', type: 'timestamptz', title: both('Lưu lúc', 'Saved at') },
]
const ofChanges: readonly Column[] = [
  { name: 'source', type: 'text', title: both('Theo', 'By') },
  ...ofEdits.filter(({ name }) => ['kind', 'target', 'details'].includes(name)),
  { name: 'effective_from', type: 'text', title: both('Hiệu lực từ', 'Valid from') },
  { name: 'moved_at', type: 'timestamptz', title: both('Đổi trạng thái lúc', 'State since') },
]
const edits = (name: string, kind: Kind, title: Bilingual, columns = ofEdits): GisTable => ({
  name,
  kind,
  title,
  columns,
})

export const recordTables: readonly GisTable[] = [
  {
    name: 'permit_lots',
    kind: 'polygon',
    title: both('Lô đất của giấy phép đã cấp', 'Lots of permits that were issued'),
    columns: [
      ...ofPermits,
      { name: 'parcel', type: 'text', title: both('Thửa', 'Parcel') },
      { name: 'map_sheet', type: 'text', title: both('Tờ bản đồ', 'Map sheet') },
      {
        name: 'registered_square_metres',
        type: 'double precision',
        title: both('Diện tích theo giấy', 'Registered area'),
        unit: 'm²',
      },
    ],
  },
  {
    name: 'permit_footprints',
    kind: 'polygon',
    title: both('Hình chiếu công trình của giấy phép đã cấp', 'Footprints of permits that were issued'),
    columns: [
      ...ofPermits,
      { name: 'part', type: 'text', title: both('Phần công trình', 'Part of the building') },
      { name: 'storeys', type: 'integer', title: both('Số tầng', 'Storeys') },
      { name: 'height_metres', type: 'double precision', title: both('Chiều cao', 'Height'), unit: 'm' },
    ],
  },
  edits('scenario_areas', 'polygon', both('Kịch bản: san nền, hồ, công trình', 'Scenarios: fills, ponds, buildings')),
  edits('scenario_lines', 'line', both('Kịch bản: đường mới', 'Scenarios: new roads')),
  edits('scenario_points', 'point', both('Kịch bản: đèn mới', 'Scenarios: new lamps')),
  edits(
    'change_areas',
    'polygon',
    both('Thay đổi đã duyệt: san nền, hồ, công trình', 'Approved: fills, ponds, buildings'),
    ofChanges,
  ),
  edits('change_lines', 'line', both('Thay đổi đã duyệt: đường mới', 'Approved: new roads'), ofChanges),
  edits('change_points', 'point', both('Thay đổi đã duyệt: đèn mới', 'Approved: new lamps'), ofChanges),
]

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`
export const inBoth = ({ vi, en }: Bilingual): string => `${vi} / ${en}`

function tableStatements({ name, kind, title, columns }: GisTable, { srid }: Reference): string[] {
  const type = geometryTypes[kind]
  return [
    `create table ${name} (
      id text primary key,
      provenance text not null,
      build_state text not null,
      ${columns.map((column) => `"${column.name}" ${column.type},`).join('\n')}
      geom geometry(${type}, ${srid}) not null check (st_isvalid(geom)),
      geom_wgs84 geometry(${type}, 4326)
        generated always as (st_transform(st_setsrid(geom, ${OWN_SRID}), 4326)) stored
    )`,
    `create index on ${name} using gist (geom)`,
    `create index on ${name} using gist (geom_wgs84)`,
    `comment on table ${name} is ${quote(inBoth(title))}`,
    `comment on column ${name}.provenance is 'Nguồn gốc / provenance: fact, imported, observed, generated, assumed, computed, planned'`,
    `comment on column ${name}.build_state is 'proposed, approved, under-construction, as-built, removed'`,
    `comment on column ${name}.geom is ${quote(`EPSG:${srid}`)}`,
    `comment on column ${name}.geom_wgs84 is 'WGS 84 (EPSG:4326)'`,
    ...columns.map(
      ({ name: column, title: words, unit }) =>
        `comment on column ${name}."${column}" is ${quote(inBoth(words) + (unit ? ` (${unit})` : ''))}`,
    ),
  ]
}

/** A layer's provenance, sources, licences and date, for whoever opens the table. */
export function layerComment({ id, provenance, sources, date, note }: LayerManifest): string {
  const from = sources.map((one) => `${one.title} (${[one.licence, one.date].filter(Boolean).join(', ')})`)
  const text = [
    inBoth(layerAbout[id].title),
    `nguồn gốc / provenance: ${inBoth(provenanceTitle[provenance])}`,
    `nguồn / sources: ${from.join('; ')}`,
    `ngày / date: ${date}`,
    ...(note ? [inBoth(note)] : []),
  ]
  return `comment on table gis.${id} is ${quote(text.join(' · '))}`
}

/** Tables of ours whose rows are followed. */
export const followed = [
  { noun: 'permit', table: 'permits', key: 'id' },
  { noun: 'scenario', table: 'scenario_revisions', key: 'scenario_id' },
  { noun: 'change', table: 'city_changes', key: 'id' },
] as const

/** Everything that the schema is made by, but its triggers, which name tables of ours. */
export function schemaStatements(reference: Reference): string[] {
  const { srid } = reference
  return [
    // One row: what it was made by, and which city is in it.
    `create table about (
      only_one boolean primary key check (only_one),
      made_by text not null,
      srid integer not null,
      city text,
      city_hash text,
      filled_at timestamptz
    )`,
    `create table layers (
      name text primary key,
      title_vi text not null,
      title_en text not null,
      provenance text not null,
      sources text not null,
      licence text not null,
      date text not null,
      features integer not null
    )`,
    // What was not valid as it came: made valid, or left out.
    `create table faults (
      layer text not null,
      id text not null,
      reason text not null,
      mended boolean not null,
      primary key (layer, id)
    )`,
    ...[...layerIds.map(layerTable), ...recordTables].flatMap((table) => tableStatements(table, reference)),
    // Valid, of one dimension; null where nothing of that dimension is left.
    `create function shaped(raw geometry, dimension integer) returns geometry language sql immutable as $$
      select case when st_isempty(g) then null when dimension = 1 then st_geometryn(g, 1) else st_multi(g) end
      from (select st_collectionextract(case when st_isvalid(raw) then raw else st_makevalid(raw) end, dimension)) as s (g)
    $$`,
    // A ring as records keep it, closed or open.
    `create function ring(corners jsonb) returns geometry language sql immutable as $$
      select st_setsrid(st_geomfromgeojson(jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array(
        case when corners -> 0 = corners -> -1 then corners else corners || jsonb_build_array(corners -> 0) end))), ${srid})
    $$`,
    `create function note_fault(layer text, id text, raw geometry, dimension integer) returns void language sql as $$
      insert into faults select note_fault.layer, note_fault.id, coalesce(st_isvalidreason(raw), 'no geometry'),
        shaped(raw, dimension) is not null
      where raw is null or not st_isvalid(raw)
      on conflict on constraint faults_pkey do update set reason = excluded.reason, mended = excluded.mended
    $$`,
    permitFunction,
    editFunction(srid),
    scenarioFunction,
    changeFunction,
    // What fails here is told, and does not fail the transaction of the record.
    ...followed.flatMap(({ noun, table, key }) => [
      `create function try_${noun}(r ${table}) returns void language plpgsql as $$
      begin
        perform put_${noun}(r);
      exception when others then
        insert into faults values ('${noun}s', r.${key}::text, sqlerrm, false)
        on conflict on constraint faults_pkey do update set reason = excluded.reason, mended = false;
      end $$`,
      `create function follow_${noun}() returns trigger language plpgsql security definer as $$
      begin
        perform try_${noun}(new);
        return null;
      end $$`,
    ]),
  ]
}

/** Of issued permits alone: what the public register shows. */
const permitFunction = `create function put_permit(p permits) returns void language plpgsql as $$
  declare
    site jsonb := p.application -> 'check' -> 'site';
    part jsonb;
    n integer := 0;
    raw geometry;
    built text := case p.state when 'completed' then 'as-built' when 'under-construction' then 'under-construction'
      when 'lapsed' then 'removed' when 'revoked' then 'removed' else 'approved' end;
    origin text := case when p.specimen then 'generated' else coalesce(site ->> 'provenance', 'imported') end;
  begin
    if p.issued_at is null then return; end if;
    delete from permit_lots where case_code = p.code;
    delete from permit_footprints where case_code = p.code;
    delete from faults where starts_with(layer, 'permit') and (starts_with(faults.id, p.code) or faults.id = p.id::text);
    raw := ring(site -> 'ring');
    perform note_fault('permit_lots', p.code, raw, 3);
    insert into permit_lots (id, provenance, build_state, permit_number, case_code, unit_code, procedure, state, issued_at, specimen,
        parcel, map_sheet, registered_square_metres, geom)
      select p.code, origin, built, p.permit_number, p.code, p.unit_code, p.procedure, p.state, p.issued_at, p.specimen,
        p.application -> 'site' ->> 'parcel', p.application -> 'site' ->> 'mapSheet',
        (site ->> 'registeredSquareMetres')::double precision, shaped(raw, 3)
      where shaped(raw, 3) is not null;
    for part in select * from jsonb_array_elements(p.application -> 'check' -> 'building' -> 'parts') loop
      n := n + 1;
      raw := ring(part -> 'footprint');
      perform note_fault('permit_footprints', p.code || '#' || n, raw, 3);
      insert into permit_footprints (id, provenance, build_state, permit_number, case_code, unit_code, procedure, state, issued_at,
          specimen, part, storeys, height_metres, geom)
        select p.code || '#' || n, origin, built, p.permit_number, p.code, p.unit_code, p.procedure, p.state, p.issued_at, p.specimen,
          part ->> 'kind', (part ->> 'storeys')::integer, (part ->> 'heightMetres')::double precision, shaped(raw, 3)
        where shaped(raw, 3) is not null;
    end loop;
  end $$`

/** The shape that an edit brings along; edits of what is there already are found by their target. */
const editFunction = (
  srid: number,
): string => `create function edit_shape(edit jsonb, out kind text, out dimension integer,
    out raw geometry, out details jsonb) language plpgsql immutable as $$
  declare
    wanted jsonb := edit -> 'to';
  begin
    if jsonb_typeof(wanted) is distinct from 'object' then return; end if;
    case edit ->> 'kind'
      when 'ground.level', 'pond' then
        kind := 'areas'; dimension := 3; raw := ring(wanted -> 'ring'); details := wanted - 'ring';
      when 'building.new' then
        kind := 'areas'; dimension := 3; details := wanted - 'rings';
        raw := st_setsrid(st_geomfromgeojson(jsonb_build_object('type', 'Polygon', 'coordinates',
          (select jsonb_agg(r || jsonb_build_array(r -> 0)) from jsonb_array_elements(wanted -> 'rings') as t (r)))), ${srid});
      when 'road.new' then
        kind := 'lines'; dimension := 2; details := wanted - 'line';
        raw := st_setsrid(st_geomfromgeojson(jsonb_build_object('type', 'LineString', 'coordinates', wanted -> 'line')), ${srid});
      when 'lamp.new' then
        kind := 'points'; dimension := 1; details := wanted - 'at';
        raw := st_setsrid(st_geomfromgeojson(jsonb_build_object('type', 'Point', 'coordinates', wanted -> 'at')), ${srid});
      else return;
    end case;
  end $$`

/** Edits of the last revision. */
const scenarioFunction = `create function put_scenario(r scenario_revisions) returns void language plpgsql as $$
  declare
    edit jsonb;
    n integer := 0;
    key text;
    shape record;
  begin
    delete from scenario_areas where scenario_id = r.scenario_id;
    delete from scenario_lines where scenario_id = r.scenario_id;
    delete from scenario_points where scenario_id = r.scenario_id;
    delete from faults where starts_with(layer, 'scenario') and starts_with(id, r.scenario_id::text);
    for edit in select * from jsonb_array_elements(r.scenario -> 'body' -> 'edits') loop
      n := n + 1;
      shape := edit_shape(edit);
      continue when shape.kind is null;
      key := r.scenario_id || '#' || n;
      perform note_fault('scenario_' || shape.kind, key, shape.raw, shape.dimension);
      continue when shaped(shape.raw, shape.dimension) is null;
      execute format('insert into %I (id, provenance, build_state, scenario_id, scenario, revision, kind, target, details, saved_at, geom)
        values ($1, ''planned'', ''proposed'', $2, $3, $4, $5, $6, $7, $8, $9)', 'scenario_' || shape.kind)
        using key, r.scenario_id, r.scenario ->> 'title', r.revision, edit ->> 'kind', edit ->> 'target', shape.details::text,
          r.saved_at, shaped(shape.raw, shape.dimension);
    end loop;
  end $$`

/** A change of the city that was approved, as far as it is built. */
const changeFunction = `create function put_change(c city_changes) returns void language plpgsql as $$
  declare
    shape record := edit_shape(c.edit);
    key text := c.id::text;
  begin
    delete from change_areas where id = key;
    delete from change_lines where id = key;
    delete from change_points where id = key;
    delete from faults where starts_with(layer, 'change') and faults.id = key;
    if shape.kind is null then return; end if;
    perform note_fault('change_' || shape.kind, key, shape.raw, shape.dimension);
    if shaped(shape.raw, shape.dimension) is null then return; end if;
    execute format('insert into %I (id, provenance, build_state, source, kind, target, details, effective_from, moved_at, geom)
      values ($1, ''planned'', $2, $3, $4, $5, $6, $7, $8, $9)', 'change_' || shape.kind)
      using key, c.build_state, c.source, c.edit ->> 'kind', c.edit ->> 'target', shape.details::text, c.effective_from::text, c.moved_at,
        shaped(shape.raw, shape.dimension);
  end $$`

/** After everything is there: records of ours are followed, and the desk may read. */
export const followStatements: readonly string[] = followed.map(
  ({ noun, table }) =>
    `create trigger gis after insert or update on ${table} for each row execute function gis.follow_${noun}()`,
)

/** Of what is made here: another means that the schema is made again. */
export const madeBy = (reference: Reference): string =>
  hashRecord([reference.proj4, ...schemaStatements(reference), ...followStatements])

/**
 * Puts features of a layer in, given as JSON records with the names of columns and `geometry`, each valid or made valid; what
 * cannot be is named in `faults`.
 */
export function insertStatement(layer: LayerId, { srid }: Reference): string {
  const { kind, columns } = layerTable(layer)
  const names = columns.map(({ name }) => `"${name}"`)
  const dimension = dimensions[kind]
  return `with raw as materialized (
      select r.*, st_setsrid(st_geomfromgeojson(r.geometry::text), ${srid}) as given
      from json_to_recordset($1::json) as r (id text, provenance text, build_state text, geometry json,
        ${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})
    ), seen as materialized (
      select *, st_isvalid(given) as valid, gis.shaped(given, ${dimension}) as geom from raw
    ), told as (
      insert into gis.faults (layer, id, reason, mended)
      select '${layer}', id, coalesce(nullif(st_isvalidreason(given), 'Valid Geometry'), 'no ${kind}'), geom is not null
      from seen where not valid or geom is null
    )
    insert into gis.${layer} (id, provenance, build_state, ${[...names, 'geom'].join(', ')})
    select id, provenance, build_state, ${[...names, 'geom'].join(', ')} from seen where geom is not null`
}
