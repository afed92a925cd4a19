import proj4 from 'proj4'
import { expect, it } from 'vitest'
import { vn2000 } from '../../../scenarios/frame.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { crsFrom, epsg } from './crs.ts'

const esri =
  'PROJCS["VN_2000_TM-3_105-30",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,298.257223563]],' +
  'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],' +
  'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.5],' +
  'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
const ogc =
  'PROJCS["VN-2000 / UTM zone 48N",GEOGCS["VN-2000",DATUM["Vietnam_2000",SPHEROID["WGS 84",6378137,298.257223563],' +
  'TOWGS84[-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278]],' +
  'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],' +
  'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",105],PARAMETER["scale_factor",0.9996],' +
  'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AUTHORITY["EPSG","3405"]]'
const wkt2 =
  'PROJCRS["VN-2000 / TM-3 104-45",BASEGEOGCRS["VN-2000",DATUM["Vietnam 2000",ELLIPSOID["WGS 84",6378137,298.257223563,' +
  'LENGTHUNIT["metre",1]]]],CONVERSION["Vietnam TM-3 104-45",METHOD["Transverse Mercator"],' +
  'PARAMETER["Latitude of natural origin",0],PARAMETER["Longitude of natural origin",104.75],' +
  'PARAMETER["Scale factor at natural origin",0.9999],PARAMETER["False easting",500000],' +
  'PARAMETER["False northing",0]],CS[Cartesian,2],AXIS["(E)",east],AXIS["(N)",north],LENGTHUNIT["metre",1]]'
const geographic =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]]'

it.each([
  ['EPSG:5897', 5897],
  ['urn:ogc:def:crs:EPSG::9209', 9209],
  ['urn:ogc:def:crs:EPSG:9.9.1:32648', 32648],
  ['http://www.opengis.net/def/crs/EPSG/0/3405', 3405],
  ['https://www.opengis.net/def/crs/EPSG/0/4326', 4326],
  ['urn:ogc:def:crs:OGC:1.3:CRS84', 4326],
  ['OGC:CRS84', 4326],
  ['urn:ogc:def:crs,crs:EPSG::5897,crs:EPSG::5773', 5897],
  ['5899', 5899],
  [esri, 9209],
  [ogc, 3405],
  [wkt2, 9208],
  [geographic, 4326],
  [`COMPD_CS["both",${ogc},VERT_CS["Hon Dau",VERT_DATUM["x",2005],UNIT["foot",0.3048]]]`, 3405],
])('%s', (text, code) => {
  const place = proj4('+proj=longlat +datum=WGS84 +no_defs', crsFrom(text, 'f').proj4).forward([105.47, 9.784])
  const expected = proj4('+proj=longlat +datum=WGS84 +no_defs', epsg(code)!.proj4).forward([105.47, 9.784])
  expect(Math.hypot(place[0]! - expected[0]!, place[1]! - expected[1]!)).toBeLessThan(1e-6)
})

it('mends the signs of the string that is copied around', () => {
  const copied = vn2000.proj4.replace('0.00928836,-0.01975479,0.00427372', '-0.00928836,0.01975479,-0.00427372')
  expect(crsFrom(copied, 'f').proj4).toBe(vn2000.proj4)
  expect(crsFrom(copied, 'f').name).toContain('mended')
})

it.each([
  ['EPSG:27700', /EPSG:27700/],
  ['EPSG:5773', /5773/],
  ['LOCAL_CS["somewhere"]', /somewhere/],
  [
    ogc
      .replace('3405', '9999')
      .replace('Vietnam_2000', 'Hanoi_1972')
      .replace(/TOWGS84\[[^\]]*\]/, 'X'),
    /UTM zone 48N/,
  ],
  [esri.replace('Transverse_Mercator', 'Krovak'), /VN_2000/],
  ['+proj=stere +lat_0=90', /stere/],
  ['+proj=tmerc +init=`x`', /init/],
  ['', /“”/],
])('refuses %s by its name', (text, said) => {
  expect(() => crsFrom(text, 'the.file', 'crs')).toThrow(Problem)
  expect(() => crsFrom(text, 'the.file', 'crs')).toThrow(said)
})
