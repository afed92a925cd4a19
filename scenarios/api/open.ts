/**
 * Open data, for anyone. Files are made of the city as it stands and carry licence, source, provenance and the city's version.
 *
 *     GET /open/datasets                    → OpenCatalogue   what there is, and what is not given out and why
 *     GET /open/catalogue.jsonld            → the same as DCAT
 *     GET /open/files/<dataset>.<format>    → the file        geojson, csv, csv-metadata.json, fgb, pmtiles, tif
 *     GET /open/ogc …                       → OGC API – Features 1.0, part 1, as JSON and as pages (`server/open-data/ogc.ts`)
 */
import { z } from 'zod'
import { bilingualSchema, provenanceSchema, sourceSchema } from '../provenance.ts'

export const openFormats = ['geojson', 'csv', 'csv-metadata.json', 'fgb', 'pmtiles', 'tif'] as const
export type OpenFormat = (typeof openFormats)[number]

export const openMediaTypes: Record<OpenFormat, string> = {
  geojson: 'application/geo+json',
  csv: 'text/csv; charset=utf-8',
  'csv-metadata.json': 'application/csvm+json',
  fgb: 'application/vnd.flatgeobuf',
  pmtiles: 'application/vnd.pmtiles',
  tif: 'image/tiff; application=geotiff; profile=cloud-optimized',
}

export const openFileSchema = z.object({
  format: z.enum(openFormats),
  /** From the root of the server. */
  path: z.string(),
  /** Null until it is made. */
  bytes: z.number().nullable(),
})
export type OpenFile = z.infer<typeof openFileSchema>

export const openDatasetSchema = z.object({
  id: z.string(),
  kind: z.enum(['layer', 'raster', 'record']),
  title: bilingualSchema,
  about: bilingualSchema,
  /** The weakest of its features. */
  provenance: provenanceSchema,
  /** The same in words. */
  provenanceTitle: bilingualSchema,
  illustrative: z.boolean(),
  licences: z.array(z.object({ title: z.string(), url: z.string().nullable() })),
  sources: z.array(sourceSchema),
  note: bilingualSchema.nullable(),
  /** Day that it stands for. */
  date: z.string(),
  features: z.number().nullable(),
  files: z.array(openFileSchema),
  /** Its collection of OGC API – Features. */
  collection: z.string().nullable(),
})
export type OpenDataset = z.infer<typeof openDatasetSchema>

export const openCatalogueSchema = z.object({
  city: z.object({ title: bilingualSchema, version: z.string(), bbox: z.array(z.number()).length(4) }),
  datasets: z.array(openDatasetSchema),
  withheld: z.array(z.object({ id: z.string(), title: bilingualSchema, why: bilingualSchema })),
  /** Landing page of OGC API – Features. */
  ogc: z.string(),
})
export type OpenCatalogue = z.infer<typeof openCatalogueSchema>
